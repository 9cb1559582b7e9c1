// Prints as JSON what a calendar reader makes of the calendar at an address:
// node read.mjs (ical.js|node-ical) FOLDER-WITH-NODE_MODULES ADDRESS
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [reader, folder, address] = process.argv.slice(2);
const entry = createRequire(join(folder, "package.json")).resolve(reader);
const module = await import(pathToFileURL(entry));
const library = module.default ?? module;

const pad = (number, length) => String(number).padStart(length, "0");
const day = (date) =>
  [pad(date.getFullYear(), 4), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join("-");

async function withIcalJs() {
  const answer = await fetch(address);
  const calendar = new library.Component(library.parse(await answer.text()));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new library.Event(component);
    return {
      uid: event.uid,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      summary: event.summary,
      description: event.description ?? "",
      status: component.getFirstPropertyValue("status"),
    };
  });
}

async function withNodeIcal() {
  const calendar = await library.async.fromURL(address);
  return Object.values(calendar)
    .filter((component) => component.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      start: day(event.start),
      end: day(event.end),
      summary: event.summary,
      description: event.description ?? "",
      status: event.status,
    }));
}

const events = await { "ical.js": withIcalJs, "node-ical": withNodeIcal }[reader]();
console.log(JSON.stringify(events));
