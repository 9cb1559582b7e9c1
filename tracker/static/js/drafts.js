// Keeps what is typed in a form with data-keep="NAME" in this tab until it is saved, so that a
// closed laptop, an ended session or a way back loses nothing.
//
// A sent draft is dropped by the next page that says data-drafts="settle", unless the form came
// back refused. A sign-in or error page says "hold": the draft was sent in vain, and is held
// until it is sent again, by the form itself or by the page that takes it up (data-resumes).
// Drafts are of one person.

const PREFIX = "nakoming.draft.";
const owner = () => `${PREFIX}${document.body.dataset.user}.`;
const keyOf = (form) => owner() + form.dataset.keep;
const load = (key) => JSON.parse(sessionStorage.getItem(key));
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
const save = (key, draft) => sessionStorage.setItem(key, JSON.stringify(draft));
const drop = (key) => sessionStorage.removeItem(key);

/** The fields that people type in; passwords and hidden fields are none of them. */
const typed = (form) =>
  [...form.elements].filter((field) =>
    field.matches("textarea[name], input[name]:is([type=text], [type=search], [type=email], [type=url])"),
  );

/** Keep what is typed, with what stood there before anything was. */
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  const before = new Map(load(keyOf(form))?.values.map(([name, , base]) => [name, base]));
  const values = typed(form).map((field) => [
    field.name,
    field.value,
    before.get(field.name) ?? field.defaultValue,
  ]);
  save(keyOf(form), { values, sent: false });
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forgets-drafts]")) keys().forEach(drop);
  const sent = event.target.matches("[data-keep]") ? keyOf(event.target) : null;
  const resumes = event.target.matches("[data-resumes]");
  for (const key of keys()) {
    const draft = load(key);
    if (key === sent || (resumes && draft.held)) save(key, { ...draft, sent: true, held: false });
  }
});

const cameBackRefused = (key) =>
  [...document.querySelectorAll("form[data-keep]")].some(
    (form) => keyOf(form) === key && form.querySelector(".utrecht-form-field--invalid, [data-focus]"),
  );

/** Drop what was saved, and keep what was sent in vain: who comes back found no answer. */
function settle() {
  const [arrival] = performance.getEntriesByType("navigation");
  const held = document.body.dataset.drafts === "hold" || arrival?.type !== "navigate";
  for (const key of keys()) {
    const draft = load(key);
    if (!draft.sent) continue;
    const form = [...document.querySelectorAll("form[data-keep]")].find((one) => keyOf(one) === key);
    if (held || form?.querySelector(".utrecht-form-field--invalid, [data-focus]")) {
      save(key, { ...draft, sent: false });
    } else {
      drop(key);
    }
  }
}

/** Put a draft back in the fields that nobody else changed, and say so. */
function restore(form) {
  const draft = load(keyOf(form));
  if (!draft || draft.sent) return;
  const waiting = new Map(draft.values.map(([name, value, base]) => [name, { value, base }]));
  const fields = typed(form).filter((field) => {
    const kept = waiting.get(field.name);
    return kept && kept.value !== kept.base && field.value === kept.base;
  });
  if (!fields.length) return;
  for (const field of fields) field.value = waiting.get(field.name).value;
  form.closest("details")?.setAttribute("open", "");
  const notice = document.getElementById("teruggezet").content.cloneNode(true);
  notice.querySelector("[data-discard]").addEventListener("click", (event) => {
    for (const field of fields) field.value = waiting.get(field.name).base;
    drop(keyOf(form));
    event.target.closest(".nk-restored").remove();
    fields[0].focus();
  });
  form.prepend(notice);
}

function restoreAll(where) {
  const forms = where.matches?.("form[data-keep]") ? [where] : where.querySelectorAll("form[data-keep]");
  forms.forEach(restore);
}

settle();
restoreAll(document);
document.addEventListener("htmx:load", (event) => restoreAll(event.detail.elt));

// A form that htmx sent: its answer tells whether it was saved.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-keep]");
  if (!form) return;
  const draft = load(keyOf(form));
  if (!draft?.sent) return;
  if (event.detail.successful) drop(keyOf(form));
  else save(keyOf(form), { ...draft, sent: false });
});
