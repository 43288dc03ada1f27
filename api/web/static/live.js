// The quiet mark of an open page: how many events have come since it was made, and a link to the same address. Nothing
// else is ever put in. The count is of what came after the page, so after a sleep or a restart one message says it all.
(() => {
  "use strict";
  const mark = document.querySelector("[data-live-after]");
  if (!mark || !("EventSource" in window)) return;

  const FIRST_WAIT_MS = 2000; // EventSource gives up for good after any status but 200: then we ask again
  const LONGEST_WAIT_MS = 60000;
  const STILL_MS = 5000; // a busy record must not be read out again and again

  const { liveAfter, liveSince, liveStreams } = mark.dataset;
  const query = new URLSearchParams({ after: liveAfter });
  for (const stream of (liveStreams || "").split(" ").filter(Boolean)) query.append("stream", stream);
  const address = `/live/news?${query}`;

  let source = null;
  let asking = 0;
  let wait = FIRST_WAIT_MS;
  let words = null;
  let count = 0;
  let said = 0;
  let saying = 0;

  const close = () => {
    clearTimeout(asking);
    if (source) source.close();
    source = null;
  };

  const open = () => {
    close();
    if (document.hidden) return; // a browser has six connections for a site, and may have more pages open than that
    source = new EventSource(address);
    source.onopen = () => { wait = FIRST_WAIT_MS; };
    source.onmessage = (message) => tell(JSON.parse(message.data).new);
    source.onerror = () => {
      if (source && source.readyState === EventSource.CLOSED) {
        asking = setTimeout(open, wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      }
    };
  };

  const tell = (number) => {
    count = number;
    if (!count || saying) return;
    saying = setTimeout(say, Math.max(0, said + STILL_MS - Date.now()));
  };

  const say = () => {
    saying = 0;
    said = Date.now();
    if (!words) put();
    words.textContent = `${count.toLocaleString("en")} new since ${liveSince}`;
  };

  const put = () => {
    const dot = document.createElement("span");
    dot.className = "live-dot";
    dot.setAttribute("aria-hidden", "true");
    dot.textContent = "●";
    words = document.createElement("span");
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = "Show them";
    mark.append(dot, " ", words, " · ", link);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("online", open);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
})();
