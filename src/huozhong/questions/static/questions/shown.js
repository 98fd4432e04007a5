/* Questions that stand only under a condition: shown and hidden while one fills in, by the same law as on the server.
   Without this script every question is shown, with its condition in words; the server leaves out what does not stand. */
(() => {
  const given = (form, name) => {
    const fields = [...form.elements].filter((field) => field.name === name);
    const chosen = fields.filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked);
    return chosen.map((field) => field.value.trim()).filter((value) => value !== "");
  };
  const number = (words) => Number(words.normalize("NFKC").replaceAll(",", "").replace(/元$/, ""));

  function passes(rule, values, hidden) {
    if (hidden.has(rule.name) || !values.length) return false;
    switch (rule.test) {
      case "answered": return true;
      case "is": return values[0] === rule.value;
      case "is_not": return values[0] !== rule.value;
      case "holds": return values.includes(rule.value);
      case "lacks": return !values.includes(rule.value);
    }
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(rule.value);
    const [left, right] = isDay ? [values[0], rule.value] : [number(values[0]), Number(rule.value)];
    return rule.test === "at_least" ? left >= right : left <= right;
  }

  function renew(form) {
    const hidden = new Set();
    for (const line of form.querySelectorAll("[data-question]")) {
      const rules = JSON.parse(line.dataset.shownIf || "[]");
      const stands = rules.every((rule) => passes(rule, given(form, rule.name), hidden));
      if (!stands) hidden.add(line.dataset.question);
      line.hidden = !stands && !line.querySelector(".wrong");
      const when = line.querySelector("[data-shown-when]");
      if (when) when.hidden = stands;
    }
  }

  for (const form of new Set([...document.querySelectorAll("[data-question]")].map((line) => line.closest("form")))) {
    if (!form) continue;
    form.addEventListener("input", () => renew(form));
    form.addEventListener("change", () => renew(form));
    renew(form);
  }
})();
