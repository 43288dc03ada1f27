/* Conveniences. Every page works without this file. */
(function () {
  "use strict";

  var OFF = "claimtrail.keys-off";

  function stored(name) {
    try { return localStorage.getItem(name); } catch (error) { return null; }
  }

  function store(name, value) {
    try {
      if (value === null) { localStorage.removeItem(name); } else { localStorage.setItem(name, value); }
    } catch (error) { /* a browser that keeps nothing: the choice lasts as long as the page */ }
  }

  var keysOff = stored(OFF) === "1";

  function each(selector, act) { document.querySelectorAll(selector).forEach(act); }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  /* Rows that j and k walk through: whatever a page marks, else its list entries and table rows. */
  function rows() {
    var marked = document.querySelectorAll("main [data-row]");
    var found = marked.length ? marked : document.querySelectorAll("main .entries > li, main tbody > tr");
    return Array.prototype.filter.call(found, function (row) { return row.getClientRects().length > 0; });
  }

  function walk(step) {
    var all = rows();
    if (!all.length) { return; }
    var at = all.findIndex(function (row) { return row.hasAttribute("data-at"); });
    var next = Math.min(Math.max(at + step, 0), all.length - 1);
    if (at >= 0) { all[at].removeAttribute("data-at"); }
    all[next].setAttribute("data-at", "");
    var target = all[next].querySelector("a[href], button, summary");
    if (target === null) {
      all[next].setAttribute("tabindex", "-1");
      target = all[next];
    }
    target.focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  }

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link !== null) { link.click(); }
  }

  var KEYS = {
    "/": function () { document.getElementById("search").focus(); },
    "?": function () { location.assign("/help#keys"); },
    "j": function () { walk(1); },
    "k": function () { walk(-1); },
    "[": function () { follow("a[data-earlier]"); },
    "]": function () { follow("a[data-later]"); }
  };

  document.addEventListener("keydown", function (event) {
    var act = KEYS[event.key];
    if (!act || keysOff || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) { return; }
    event.preventDefault();
    act();
  });

  /* The switch on the help page. */
  function showKeys() {
    each("[data-key-hint]", function (hint) { hint.hidden = keysOff; });
    each("[data-keys-switch]", function (button) {
      button.hidden = false;
      button.textContent = keysOff ? "Turn the keys on" : "Turn the keys off";
    });
    each("[data-keys-state]", function (words) {
      words.textContent = keysOff ? "The keys are off in this browser." : "The keys are on in this browser.";
    });
  }

  each("[data-keys-switch]", function (button) {
    button.addEventListener("click", function () {
      keysOff = !keysOff;
      store(OFF, keysOff ? "1" : null);
      showKeys();
    });
  });
  showKeys();

  /* The zone of this machine, put into the field; it is the reader who sends it. */
  each("[data-suggest-zone]", function (field) {
    var zone = "";
    try { zone = Intl.DateTimeFormat().resolvedOptions().timeZone || ""; } catch (error) { return; }
    if (document.body.dataset.zone === "UTC" && zone) { field.value = zone; }
  });

  /* Copies the exact value of a figure, without commas. */
  each("button[data-copy], button[data-copy-from]", function (button) {
    if (!navigator.clipboard) { return; }
    var words = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", function () {
      var from = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
      var text = from ? (from.value === undefined ? from.textContent : from.value) : button.dataset.copy;
      navigator.clipboard.writeText(text).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.innerHTML = words; }, 2000);
      }, function () { button.textContent = "Not copied"; });
    });
  });

  /* Digits are copied as they were sent. What is copied of the page is made by the browser, with all of its layout, from
     the page without its commas; these are back before anything is painted. */
  document.addEventListener("copy", function (event) {
    var selection = document.getSelection();
    if (event.defaultPrevented || isTyping(event.target) || selection === null || selection.isCollapsed) { return; }
    var taken = [];
    document.querySelectorAll("data[value]").forEach(function (figure) {
      if (!selection.containsNode(figure, true)) { return; }
      var texts = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) { taken = taken.concat(withoutCommas(texts.currentNode)); }
    });
    if (taken.length === 0) { return; }
    setTimeout(function () {
      taken.reverse().forEach(function (one) { one.text.insertData(one.at, ","); });
    }, 0);
  });

  function withoutCommas(text) {
    var taken = [];
    for (var at = text.data.indexOf(","); at >= 0; at = text.data.indexOf(",")) {
      text.deleteData(at, 1);
      taken.push({ text: text, at: at });
    }
    return taken;
  }

  /* A refused form: its summary is read first. */
  var summary = document.querySelector("[data-summary]");
  if (summary !== null) { summary.focus(); }

  /* A disclosure in the head closes with Escape. */
  each("details.moment", function (details) {
    details.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && details.open) {
        details.open = false;
        details.querySelector("summary").focus();
      }
    });
    details.addEventListener("toggle", function () {
      if (details.open) { details.querySelector("#as-of").focus(); }
    });
  });
})();
