// What was typed last is sent when one leaves the page before its save.
(() => {
  "use strict";
  // Each form with the number of its changes that no save holds yet.
  const typed = new Map();
  const touch = (form) => {
    if (form && "leave" in form.dataset) typed.set(form, (typed.get(form) || 0) + 1);
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
  const leave = () => [...typed.keys()].forEach((form) => {
    typed.delete(form);
    if (form.isConnected) send(form).catch(() => failed(form));
  });

  document.addEventListener("input", (event) => touch(event.target.form));
  document.addEventListener("change", (event) => touch(event.target.form));
  document.addEventListener("submit", (event) => typed.delete(event.target));
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  window.addEventListener("pagehide", leave);

  const formOf = (detail) => detail.elt?.closest?.("form");
  document.addEventListener("htmx:beforeRequest", ({ detail }) => { detail.xhr.typed = typed.get(formOf(detail)); });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = formOf(detail);
    if (detail.successful && typed.get(form) === detail.xhr.typed) typed.delete(form);
  });
})();
