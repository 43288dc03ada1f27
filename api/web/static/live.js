// The quiet mark of an open page: how many events have come since it was made, and a link to the same address. Nothing
// else is ever put in. The count is of what came after the page, so after a sleep or a restart one answer says it all.
//
// A browser has six connections to a site. At most three windows hold a stream, each with a lock that they share; the
// others, and all of them where there are no locks, ask now and then. While nothing can be told, the mark says so.
(() => {
  "use strict";
  const mark = document.querySelector("[data-live-after]");
  if (!mark) return;

  const MOST_STREAMS = 3;
  const ASK_MS = 5000;
  const LONGEST_WAIT_MS = 60000;
  const LOST_MS = 3000; // a connection that is back at once is no silence
  const STILL_MS = 5000; // a busy record must not be read out again and again

  const { liveAfter, liveSince, liveStreams } = mark.dataset;
  const query = new URLSearchParams({ after: liveAfter });
  for (const stream of (liveStreams || "").split(" ").filter(Boolean)) query.append("stream", stream);
  const address = `/live/news?${query}`;
  const shown = mark.querySelector("[data-live-shown]");
  const aloud = mark.querySelector("[role=status]");

  let turn = 0; // who comes back from a wait in another turn has nothing more to do
  let isOn = false;
  let letGo = () => {};
  let again = 0;
  let wait = ASK_MS;
  let losing = 0;
  let lostSince = "";
  let count = 0;
  let said = 0;
  let saying = 0;

  const free = async () => {
    for (let n = 1; n <= MOST_STREAMS && navigator.locks && window.EventSource; n += 1) {
      const release = await new Promise((resolve) => {
        const hold = (lock) => (lock ? new Promise((end) => { resolve(end); }) : resolve(null));
        navigator.locks.request(`claimtrail.live.${n}`, { ifAvailable: true }, hold).catch(() => resolve(null));
      });
      if (release) return release;
    }
    return null;
  };

  const tellOn = async () => {
    const mine = turn;
    const release = await free();
    if (mine !== turn) { if (release) release(); return; }
    if (release) follow(release); else ask();
  };

  const later = () => {
    again = setTimeout(tellOn, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  };

  const follow = (release) => {
    const source = new EventSource(address);
    letGo = () => { source.close(); release(); };
    source.onopen = () => { wait = ASK_MS; found(); };
    source.onmessage = (message) => tell(JSON.parse(message.data).new);
    source.onerror = () => {
      lose(LOST_MS);
      if (source.readyState !== EventSource.CLOSED) return; // it asks again by itself
      letGo();
      letGo = () => {};
      later();
    };
  };

  const ask = async () => {
    const mine = turn;
    const stopped = new AbortController();
    letGo = () => stopped.abort();
    let told = null;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", signal: stopped.signal });
      if (answer.ok) told = await answer.json();
    } catch { /* said below */ }
    if (mine !== turn) return;
    letGo = () => {};
    if (told) { wait = ASK_MS; found(); tell(told.new); } else lose(LOST_MS);
    later();
  };

  const start = () => {
    if (isOn || document.hidden) return;
    isOn = true;
    wait = ASK_MS;
    tellOn();
  };

  const stop = () => {
    isOn = false;
    turn += 1;
    clearTimeout(again);
    clearTimeout(losing);
    losing = 0;
    letGo();
    letGo = () => {};
  };

  const tell = (number) => {
    if (number === count) return;
    count = number;
    show();
  };

  const lose = (after) => {
    if (lostSince || losing) return;
    const since = clock();
    losing = setTimeout(() => { losing = 0; lostSince = since; show(); }, after);
  };

  const found = () => {
    clearTimeout(losing);
    losing = 0;
    if (!lostSince) return;
    lostSince = "";
    show();
  };

  const clock = () => {
    const told = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    try {
      return new Intl.DateTimeFormat("en-GB", { ...told, timeZone: document.body.dataset.zone }).format();
    } catch { return new Intl.DateTimeFormat("en-GB", told).format(); }
  };

  const part = (name, dot) => {
    const one = document.createElement(name);
    one.hidden = true;
    shown.append(one, " ");
    if (!dot) return [one, one];
    const round = document.createElement("span");
    round.className = "live-dot";
    round.textContent = dot;
    const words = document.createElement("span");
    one.setAttribute("aria-hidden", "true"); // what is read out says it
    one.append(round, words);
    return [one, words];
  };
  const [news, newWords] = part("span", "●");
  const [link] = part("a");
  const [silence, silentWords] = part("span", "○");
  link.href = location.pathname + location.search;

  const told = () => [
    count ? `${count.toLocaleString("en")} new since ${liveSince}` : "",
    lostSince ? `Not connected since ${lostSince}` : "",
  ];

  // Seen at once; read out when it has been still for a while.
  const show = () => {
    [newWords.textContent, silentWords.textContent] = told();
    news.hidden = link.hidden = !count;
    link.textContent = count === 1 ? "Show it" : "Show them";
    silence.hidden = !lostSince;
    if (!saying) saying = setTimeout(say, Math.max(0, said + STILL_MS - Date.now()));
  };

  const say = () => {
    saying = 0;
    said = Date.now();
    aloud.textContent = told().filter(Boolean).join(". ");
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("offline", () => lose(0));
  addEventListener("online", () => { stop(); start(); });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => { if (event.persisted) start(); });
  start();
})();
