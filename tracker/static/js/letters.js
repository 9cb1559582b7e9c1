// Judging proposals: the keys of their pages, and the place in the letter beside each of its own.

const reader = () => document.querySelector(".nk-reader, .nk-queue");
const proposals = () => [...document.querySelectorAll(".nk-prop")];
const KEYS_OFF = "nakoming-letter-keys-off";
const judged = [];

/** The proposal that has the keyboard, or else the one that is marked as current. */
function current() {
  return document.activeElement.closest(".nk-prop") ?? document.querySelector(".nk-prop[aria-current]");
}

/** Show a proposal and its words side by side. */
function mark(proposal) {
  for (const one of document.querySelectorAll(".nk-prop[aria-current]"))
    one.removeAttribute("aria-current");
  for (const one of document.querySelectorAll("mark.is-focus")) one.classList.remove("is-focus");
  proposal.setAttribute("aria-current", "true");
  const words = document.querySelectorAll(`mark[data-find="${proposal.dataset.number}"]`);
  for (const one of words) one.classList.add("is-focus");
  if (words.length && matchMedia("(min-width: 68.01rem)").matches)
    words[0].scrollIntoView({ block: "nearest" });
}

function go(proposal) {
  if (!proposal) return;
  proposal.focus({ preventScroll: true });
  proposal.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = proposals();
  const at = all.indexOf(current());
  go(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function press(proposal, selector) {
  proposal?.querySelector(selector)?.click();
}

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press(current(), "button[value=accept]"),
  e: () => press(current(), "[data-key=e]"),
  x: () => press(current(), "button[value=reject]"),
  r: () => press(current(), "button[value=reject]"),
  u: () => {
    const here = current();
    const number = here && here.dataset.state !== "open" ? here.dataset.number : judged.pop();
    const proposal = number && document.getElementById(`proposal-${number}`);
    if (proposal) {
      go(proposal);
      press(proposal, "button[value=undo]");
    }
  },
};

document.addEventListener("keydown", (event) => {
  const action = ACTIONS[event.key];
  if (!action || !reader() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!document.getElementById("toetsen")?.checked) return;
  if (event.target.matches("input:not([type=radio]), textarea, select, [contenteditable]")) return;
  event.preventDefault();
  action();
});

document.addEventListener("focusin", (event) => {
  const proposal = event.target.closest(".nk-prop");
  if (proposal) mark(proposal);
});

// A find's number leads to its proposal, which takes the keyboard.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".nk-letter a[href^='#proposal-']");
  const proposal = link && document.querySelector(link.getAttribute("href"));
  if (proposal) {
    event.preventDefault();
    go(proposal);
  }
});

let decided = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const pressed = event.detail.requestConfig?.triggeringEvent?.submitter;
  const proposal = event.detail.elt.closest(".nk-prop");
  decided = proposal && pressed ? { number: proposal.dataset.number, action: pressed.value } : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (!reader()) return;
  for (const proposal of proposals())
    for (const words of document.querySelectorAll(`mark[data-find="${proposal.dataset.number}"]`))
      words.classList.toggle("is-open", proposal.dataset.state === "open");
  if (decided) settle(decided);
  decided = null;
  if (event.detail.requestConfig?.verb === "get" && event.target.matches(".nk-prop")) take(event.target);
});

/** The first field of a form that was opened; the proposal itself when it was closed. */
function take(proposal) {
  go(proposal);
  proposal.querySelector(".nk-form input, .nk-form textarea")?.focus();
}

/** After a decision on to the next open proposal; after undoing, stay. */
function settle({ number, action }) {
  const here = document.getElementById(`proposal-${number}`);
  if (!here || here.querySelector("[data-focus]")) return;
  if (here.dataset.state === "open") return go(here);
  if (action !== "undo") judged.push(number);
  const all = proposals();
  const rest = [...all.slice(all.indexOf(here)), ...all];
  go(rest.find((one) => one.dataset.state === "open") ?? here);
}

window.addEventListener("load", () => {
  const box = document.getElementById("toetsen");
  if (!box) return;
  box.checked = localStorage.getItem(KEYS_OFF) === null;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
  const named = document.getElementById(location.hash.slice(1));
  if (named?.matches(".nk-prop")) go(named);
  const found = location.hash.match(/^#find-(\d+)$/);
  const proposal = found && document.getElementById(`proposal-${found[1]}`);
  if (proposal) {
    mark(proposal);
    if (matchMedia("(min-width: 68.01rem)").matches) proposal.scrollIntoView({ block: "nearest" });
  }
});
