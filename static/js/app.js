// Comfort only: every page works without this file. No framework, no eval.
(() => {
  "use strict";
  const KEPT = "navette:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;
  const element = (tag, props) => Object.assign(document.createElement(tag), props);
  const announce = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  // A sentence at the top of the page, said aloud too; said once.
  const say = (text, tone) => {
    const zone = document.getElementById("messages");
    if (!zone || $$("p", zone).some((p) => p.textContent === text)) return;
    const box = element("div", { className: `callout said ${tone}` });
    box.append(element("span", { ariaHidden: "true" }), element("p", { textContent: text }));
    zone.append(box);
  };

  // --- Local copy of a form, only when the network fails ------------------
  const keyOf = (form) => `${KEPT}${words.member || ""}:${form.id}`;
  const keepable = (form) =>
    form && form.id && "autosave" in form.dataset && !("private" in form.dataset);
  const fieldsOf = (form) =>
    [...form.elements].filter((field) => field.name && !/^(hidden|file|password|submit|button)$/.test(field.type));
  const store = (act) => { try { return act(window.localStorage); } catch { return null; } };

  const versionOf = (form) => form.elements.seen?.value || form.dataset.version || "";
  const keep = (form) => {
    if (!keepable(form)) return false;
    const values = fieldsOf(form).map((f) => [f.name, /^(checkbox|radio)$/.test(f.type) ? f.checked : f.value, f.value]);
    const copy = JSON.stringify({ values, version: versionOf(form), at: Date.now() });
    store((s) => s.setItem(keyOf(form), copy));
    say(words.kept, "wait");
    return true;
  };
  document.addEventListener("keep", (event) => keep(event.target));
  const forget = (form) => keepable(form) && store((s) => s.removeItem(keyOf(form)));
  const forgetAll = () => store((s) => Object.keys(s).filter((k) => k.startsWith(KEPT)).forEach((k) => s.removeItem(k)));

  const restore = (form) => {
    if (!keepable(form)) return;
    const copy = JSON.parse(store((s) => s.getItem(keyOf(form))) || "null");
    if (!copy) return;
    if (Date.now() - copy.at > WEEK) { forget(form); return; }
    if (copy.version === versionOf(form)) {
      const fields = fieldsOf(form);
      copy.values.forEach(([name, state, value]) => {
        const field = fields.find((f) => f.name === name && (typeof state !== "boolean" || f.value === value));
        if (field) field[typeof state === "boolean" ? "checked" : "value"] = state;
      });
      say(words.restored, "wait");
      return;
    }
    // Somebody saved since: never write over it, show the copy beside until a save.
    const box = element("details", { className: "callout wait", open: true });
    const text = copy.values.filter(([, state]) => typeof state === "string").map(([, state]) => state).join("\n\n");
    box.append(element("summary", { textContent: words.beside }), element("p", { className: "diff", textContent: text }));
    form.before(box);
  };

  // --- Upload with progress: the answer replaces <main> -------------------
  const show = (xhr) => {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const fresh = page.querySelector("main");
    if (!fresh) { window.location.reload(); return; }
    document.querySelector("main").replaceWith(fresh);
    document.title = page.title;
    if (xhr.responseURL) history.pushState(null, "", xhr.responseURL);
    if (window.htmx) window.htmx.process(fresh);
    prepare(fresh);
    if (!$$(".error-summary", fresh).length) { fresh.tabIndex = -1; fresh.focus(); }
  };
  const upload = (form, event) => {
    event.preventDefault();
    const bar = element("progress", { max: 100, value: 0, ariaLabel: words.sending });
    const status = element("p", { className: "status", textContent: words.sending });
    status.setAttribute("role", "status");
    form.append(bar, status);
    const buttons = $$("button", form);
    const body = new FormData(form, event.submitter);
    buttons.forEach((b) => { b.disabled = true; });
    const xhr = new XMLHttpRequest();
    xhr.upload.onprogress = (e) => { if (e.lengthComputable) bar.value = (100 * e.loaded) / e.total; };
    xhr.upload.onload = () => { bar.removeAttribute("value"); status.textContent = words.checking; };
    xhr.onload = () => show(xhr);
    xhr.onerror = () => {
      bar.remove(); status.remove();
      buttons.forEach((b) => { b.disabled = false; });
      say(words.offline, "late");
    };
    xhr.open("POST", form.action);
    xhr.send(body);
  };

  // --- What each new piece of page needs ---------------------------------
  const countLeft = (area) => {
    const left = area.nextElementSibling?.matches(".left") ? area.nextElementSibling : element("p", { className: "soft left" });
    const rest = area.dataset.most - [...area.value].length;
    left.textContent = (rest < 0 ? words.over : words.left).replace("{n}", Math.abs(rest));
    area.after(left);
  };
  const prepare = (root) => {
    $$("[data-scripted]", root).forEach((one) => { one.hidden = one.dataset.scripted === "off"; });
    $$("form[data-autosave]", root).forEach(restore);
    $$("textarea[data-count][data-most]", root).forEach(countLeft);
    root.querySelector(".error-summary")?.focus();
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-count][data-most]")) countLeft(event.target);
    if (!navigator.onLine) keep(event.target.form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("forget" in form.dataset) forgetAll();
    if (keepable(form) && !navigator.onLine) { event.preventDefault(); keep(form); return; }
    forget(form);
    if ("upload" in form.dataset) upload(form, event);
  });
  document.addEventListener("click", (event) => {
    const on = (name) => event.target.closest(`[data-${name}]`);
    const opener = on("dialog"), closer = on("close"), copier = on("copy");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    if (closer) { event.preventDefault(); closer.closest("dialog, [popover]")?.[closer.closest("dialog") ? "close" : "hidePopover"](); }
    if (copier) navigator.clipboard?.writeText(document.querySelector(copier.dataset.copy).textContent.trim()).then(() => say(words.copied, "ok"));
  });

  const on = (name, act) => document.addEventListener(`htmx:${name}`, (event) => act(event.detail, event));
  const formOf = (detail) => detail.elt?.closest?.("form");
  on("beforeRequest", (d, event) => { if (d.elt.dataset.presence !== undefined && document.hidden) event.preventDefault(); });
  on("afterSwap", (d) => {
    prepare(d.elt);
    const target = d.target?.closest("[data-announce]");
    if (target) announce(target.dataset.announce);
  });
  on("sendError", (d) => { if (!keep(formOf(d)) && d.elt.dataset.presence === undefined) say(words.offline, "late"); });
  // What asks by itself fails silently, except when the session is over.
  on("responseError", (d) => { if (!keep(formOf(d)) && (d.elt.dataset.presence === undefined || d.xhr.status === 401)) say(words.failed, "late"); });
  on("afterRequest", (d) => {
    if (!d.successful || d.xhr.status >= 300) return;
    forget(formOf(d));
    $$(".said").forEach((box) => box.remove());
  });
  prepare(document);
})();
