// What is typed while other fields are on their way: the answer holds what was sent, and is put in the place of what is
// there. Whatever has changed since it was sent is carried over, with the focus and the caret.
(() => {
  "use strict";
  const TYPED = "input:not([type=hidden]), select, textarea";
  let carry = null;

  const isTicked = (control) => control.type !== "radio" || control.checked;
  const typed = (fields) => [...fields.querySelectorAll(TYPED)].filter((one) => one.name);
  const openIds = (fields) => [...fields.querySelectorAll("details[open]")].map((one) => one.id);

  const caretOf = (control) => {
    try { return [control.selectionStart, control.selectionEnd, control.selectionDirection]; } catch { return null; }
  };

  const focusIn = (fields) => {
    const at = document.activeElement;
    if (!at || !fields.contains(at) || !at.name) return null;
    return { name: at.name, value: at.type === "radio" ? at.value : null, caret: caretOf(at) };
  };

  const controlsOf = (fields, name) => typed(fields).filter((one) => one.name === name);

  // Rows of another edition are other prints: what was typed into the old ones is not theirs.
  const isOfAnother = (old, name, fields) => {
    const filled = (where) => where.querySelector("[name=filled]")?.value;
    return name.startsWith("prints.") && filled(old) !== filled(fields);
  };

  const keep = (fields, name, value) => {
    const hidden = fields.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`) || document.createElement("input");
    hidden.type = "hidden";
    hidden.name = name;
    hidden.value = value;
    fields.append(hidden);
  };

  // The field of a choice that was changed again asks for its own fields: its first request may have gone with it.
  const put = (fields, name, value) => {
    const controls = controlsOf(fields, name);
    if (!controls.length) { keep(fields, name, value); return null; }
    const radio = controls.find((one) => one.type === "radio" && one.value === value);
    if (radio) radio.checked = true;
    else if (controls[0].type !== "radio") controls[0].value = value;
    const control = radio || controls[0];
    return control.hasAttribute("hx-post") ? control : null;
  };

  const focus = (fields, at) => {
    const control = controlsOf(fields, at.name).find((one) => at.value === null || one.value === at.value);
    if (!control) return;
    control.focus({ preventScroll: true });
    if (at.caret && at.caret[0] !== null) {
      try { control.setSelectionRange(...at.caret); } catch { /* a control without a caret */ }
    }
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig, shouldSwap } = event.detail;
    carry = null;
    if (target.id !== "fields" || !shouldSwap || !target.isConnected) return;
    const sent = requestConfig.formData;
    const changed = typed(target).filter((one) => isTicked(one) && one.value !== (sent.get(one.name) ?? ""));
    carry = {
      old: target,
      changed: changed.map((one) => [one.name, one.value]),
      opened: openIds(target),
      at: focusIn(target),
    };
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const fields = document.getElementById("fields");
    if (!carry || !fields || event.target !== fields) return;
    const { old, changed, opened, at } = carry;
    carry = null;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    const asking = changed
      .filter(([name]) => !isOfAnother(old, name, fields))
      .map(([name, value]) => put(fields, name, value))
      .filter(Boolean);
    if (at) focus(fields, at);
    if (asking.length) asking[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
