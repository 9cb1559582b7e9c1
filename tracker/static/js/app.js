// Small helps on top of pages that also work without a script: two keys, copying, and for
// htmx what a screen reader and a keyboard need.

const message = () => document.getElementById("melding");

/** Say something in the region that screen readers follow. */
function say(text) {
  const box = document.createElement("div");
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  show([box]);
}

/** Put what is said in its region, with a button that takes it away. */
function show(boxes) {
  for (const box of boxes.filter((one) => !one.matches(".nk-hidden")))
    box.append(document.getElementById("sluiten").content.cloneNode(true));
  message().replaceChildren(...boxes);
}

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
    const search = document.querySelector("[data-shortcut='/']");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(document.getElementById(button.dataset.copy));
  if (event.target.closest("[data-dismiss]")) message().replaceChildren();
  const menu = document.querySelector("details.nk-user[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

/** Copy a field's text. The clipboard is closed to pages without https; the older way is not. */
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  say(document.body.dataset.copied);
}

// A message that is there when the page opens is only read aloud when it is put in afterwards.
window.addEventListener("load", () => {
  const waiting = [...message().children];
  if (waiting.length) setTimeout(() => show(waiting), 100);
  focusMarked(document);
});

/** Go to what asks attention: the sentences of a refused form. */
function focusMarked(where) {
  const marked = where.querySelector("[data-focus]");
  marked?.focus();
  return Boolean(marked);
}

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "melding") show([...message().children]);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target.removeAttribute("aria-busy");
  const cause = event.detail.requestConfig.triggeringEvent;
  const sheet = event.detail.elt.closest("[popover]:popover-open");
  if (event.detail.successful && cause?.type === "submit") sheet?.hidePopover();
});

// Keep the keyboard where it was: htmx puts it back on an element with the same id; where that
// is gone, the region that came in its place takes it.
document.addEventListener("htmx:afterSettle", (event) => {
  const region = event.detail.elt;
  if (focusMarked(region) || document.activeElement !== document.body) return;
  if (!region.isConnected) return;
  if (!region.hasAttribute("tabindex")) region.setAttribute("tabindex", "-1");
  region.focus({ preventScroll: true });
});

// A page that asks to sign in does not belong inside the page that someone is working on.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname !== "/sign-in") return;
  event.detail.shouldSwap = false;
  say(document.body.dataset.signedOut);
});

document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr, requestConfig } = event.detail;
  if (xhr.status !== 401 && xhr.status !== 403) {
    say(document.body.dataset.refused);
  } else if (elt.matches("form") && requestConfig.triggeringEvent?.type === "submit") {
    // Signed out: sent plainly, the form waits at the sign-in page.
    elt.submit();
  } else {
    say(document.body.dataset.signedOut);
  }
});

// Without a network, a form that is sent would make way for the browser's own page.
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  say(document.body.dataset.unreachable);
});

document.addEventListener("htmx:sendError", () => say(document.body.dataset.unreachable));
