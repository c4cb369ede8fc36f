// What a form sent after the session ended comes back once one has signed in again.
// Kept in this tab only, for the same person only, and until the first page after that.
(() => {
  "use strict";
  const KEY = "navette-sent";
  const words = document.body.dataset;
  const store = (act) => { try { return act(window.sessionStorage); } catch { return null; } };
  const read = () => JSON.parse(store((s) => s.getItem(KEY)) || "null");
  const write = (sent) => store((s) => s.setItem(KEY, JSON.stringify(sent)));
  const drop = () => store((s) => s.removeItem(KEY));
  const pathOf = (form) => new URL(form.getAttribute("action") || "", window.location).pathname;
  const wasAsked = () => { const sent = read(); if (sent) write({ ...sent, asked: true }); };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("forget" in form.dataset) { drop(); return; }
    // A page replaced by the upload of a file may be that of signing in.
    if (form.querySelector("[type=password]")) { wasAsked(); return; }
    if (form.method !== "post" || !words.person || "private" in form.dataset) return;
    const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    write({ person: words.person, path: pathOf(form), id: form.id, values });
  });

  // A fragment was saved: no page comes after it that would drop the words.
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt?.closest?.("form")) drop();
  });

  // Of several forms with one address, the one about the same thing.
  const hidden = (form) => [...form.elements].filter((f) => f.type === "hidden" && !/^(csrfmiddlewaretoken|seen.*)$/.test(f.name));
  const same = (form, sent) => hidden(form).every((f) => sent.values.some(([name, value]) => name === f.name && value === f.value));
  const find = (sent) => {
    const likely = [...document.forms].filter((f) => f.method === "post" && pathOf(f) === sent.path && f.id === sent.id);
    return likely.length > 1 ? likely.find((f) => same(f, sent)) : likely[0];
  };

  const giveBack = (form, sent) => {
    // Hidden fields too: they say what the page showed when it was written.
    const left = [...sent.values];
    const take = (name, value) => {
      const at = left.findIndex(([n, v]) => n === name && (value === undefined || v === value));
      return at < 0 ? undefined : left.splice(at, 1)[0][1];
    };
    let changed = false;
    const fields = [...form.elements].filter((f) => f.name && !/^(file|password|submit|button|fieldset)$/.test(f.type) && f.name !== "csrfmiddlewaretoken");
    fields.forEach((field) => {
      const before = /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = take(field.name, field.value) !== undefined;
      else if (field.multiple) [...field.options].forEach((o) => { o.selected = take(field.name, o.value) !== undefined; });
      else field.value = take(field.name) ?? field.value;
      if (field.type === "hidden") return;
      changed ||= field.multiple || before !== (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return changed;
  };
  const say = (form) => {
    const box = Object.assign(document.createElement("div"), { className: "callout wait" });
    const sentence = Object.assign(document.createElement("p"), { textContent: words.again });
    box.append(Object.assign(document.createElement("span"), { ariaHidden: "true" }), sentence);
    document.getElementById("messages")?.append(box);
    for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    const dialog = form.closest("dialog");
    if (dialog && !dialog.open) dialog.showModal();
    form.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  };

  const sent = read();
  if (!sent) return;
  if (!words.person) {
    if (window.location.pathname.startsWith("/compte/")) wasAsked();
    return;
  }
  if (sent.person !== words.person || !sent.asked) { drop(); return; }
  const form = find(sent);
  // Signing in may take several pages there: adding a second factor is one.
  if (!form && window.location.pathname.startsWith("/compte/")) return;
  drop();
  if (form && giveBack(form, sent)) say(form);
})();
