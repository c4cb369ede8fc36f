// Live pages: one stream for all the tabs of a browser, held by a tab that is seen.
// A browser opens six connections to a site: one stream a tab would freeze the seventh.
// Without it pages still ask by themselves, each half minute (projects/_moved.html).
(() => {
  "use strict";
  const { live, project } = document.body.dataset;
  if (!live || !navigator.locks || !window.BroadcastChannel) return;
  const opened = Date.now();
  const RETRY = 30 * 1000;
  const tabs = new BroadcastChannel("navette");
  let turn = null;

  const wake = (name) => document.body.dispatchEvent(new CustomEvent(name));
  // "<project> <topic>", a topic of the person, or nothing: look at all that you show.
  const hear = (said) => {
    if (document.hidden) return;
    const [topic, where] = said.split(" ").reverse();
    if (!topic) wake("shown");
    else if (!where || where === project) wake(`moved-${topic}`);
  };
  const tell = (said) => { tabs.postMessage(said); hear(said); };
  tabs.onmessage = (event) => hear(event.data);

  // Resolves when the turn ends: the lock then goes to another tab that is seen.
  const stream = (signal) => new Promise((resolve) => {
    let source, timer;
    const open = () => {
      source = new EventSource(live);
      // Something may have moved while nobody listened; a fresh page knows it already.
      source.onopen = () => { if (Date.now() - opened > 1000) tell(""); };
      source.onmessage = (event) => tell(event.data);
      source.onerror = () => { if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY); };
    };
    open();
    signal.addEventListener("abort", () => { clearTimeout(timer); source.close(); resolve(); });
  });
  const start = () => {
    if (document.hidden || turn) return;
    turn = new AbortController();
    const { signal } = turn;
    navigator.locks.request("navette-live", { signal }, () => stream(signal)).catch(() => {});
  };
  const stop = () => { turn?.abort(); turn = null; };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { stop(); return; }
    start();
    wake("shown");
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
})();
