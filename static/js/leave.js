// Before one leaves a page: what was typed last is sent where a form saves itself; where
// none does, or where the save was refused, one is asked.
(() => {
  "use strict";
  // Each form with the number of its changes that no save holds yet.
  const typed = new Map();
  const refused = new Set();
  const saves = (form) => form.hasAttribute("hx-post");
  const watched = (form) => form?.matches("form.form[method=post]") && form.querySelector("textarea");
  const touch = (form) => {
    if (watched(form)) typed.set(form, (typed.get(form) || 0) + 1);
  };
  // app.js keeps a copy on this device.
  const failed = (form) => { form.dispatchEvent(new Event("keep", { bubbles: true })); touch(form); };

  const send = async (form) => {
    const headers = { "HX-Request": "true", "HX-Target": form.getAttribute("hx-target").slice(1) };
    const options = { method: "POST", body: new FormData(form), headers, keepalive: true };
    const answer = await fetch(form.getAttribute("hx-post"), options);
    if (!answer.ok || answer.redirected) { failed(form); return; }
    // The page may be seen again: it goes on from what is saved now.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const seen = page.querySelector("[name=seen]");
    if (seen && form.elements.seen) form.elements.seen.value = seen.value;
  };
  const leave = () => [...typed.keys()].filter(saves).forEach((form) => {
    typed.delete(form);
    if (form.isConnected) send(form).catch(() => failed(form));
  });

  document.addEventListener("input", (event) => touch(event.target.form));
  document.addEventListener("change", (event) => touch(event.target.form));
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    typed.delete(event.target);
    refused.delete(event.target);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", (event) => {
    const lost = (form) => form.isConnected && (refused.has(form) || !saves(form));
    if ([...typed.keys(), ...refused].some(lost)) event.preventDefault();
  });

  const formOf = (detail) => detail.elt?.closest?.("form");
  document.addEventListener("htmx:beforeRequest", ({ detail }) => { detail.xhr.typed = typed.get(formOf(detail)); });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = formOf(detail);
    if (!watched(form)) return;
    // A refusal is shown in the page, as htmx sees it that is a success.
    if (detail.xhr.status >= 400) { refused.add(form); return; }
    if (!detail.successful) return;
    refused.delete(form);
    if (typed.get(form) === detail.xhr.typed) typed.delete(form);
  });

  // A page that gives back what it refused.
  [...document.forms].filter((form) => watched(form) && !("kept" in form.dataset) && form.querySelector(".errors, .error-summary")).forEach((form) => refused.add(form));
})();
