// Filters of the comparison page. The state stands in the address (#loai=new&tim=...), so that a view can be passed on.
"use strict";
(() => {
  const form = document.getElementById("loc");
  const status = document.getElementById("tinh");
  const same = document.getElementById("giu-nguyen");
  const rows = [...document.querySelectorAll("tr[data-codes]")];
  const groups = [...document.querySelectorAll("tbody[data-group]")];
  const links = [...document.querySelectorAll("a[data-doc]")].map((a) => [a, a.getAttribute("href")]);
  const codes = [...form.elements.loai ? form.querySelectorAll("[name=loai]") : []];
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const plain = (text) => text.toLowerCase().normalize("NFC").replace(/\s+/g, " ");
  let texts = null;

  const finder = (words) => {
    if (!words) return () => true;
    texts = texts || rows.map((row) => plain(row.textContent));
    const bare = fold(words) === words; // typed without accents: found with any
    return (n) => words.split(" ").every((word) => (bare ? fold(texts[n]) : texts[n]).includes(word));
  };

  const has = (row, name, value) => value < 0 || row.dataset[name].split(" ").includes(String(value));
  const chosen = (select) => select.selectedIndex - 1;

  const apply = () => {
    const wanted = codes.filter((box) => box.checked).map((box) => box.value);
    const find = finder(plain(form.elements.tim.value).trim());
    const [unit, section, kind] = [chosen(form.elements.donvi), chosen(form.elements.muc), form.elements.nhom.value];
    const check = form.elements.xem.checked;
    let shown = 0;
    rows.forEach((row, n) => {
      const mine = row.dataset.codes.split(" ");
      const match = (!wanted.length || wanted.some((code) => mine.includes(code))) && has(row, "units", unit) &&
        has(row, "section", section) && (!kind || row.dataset.kind === kind) && (!check || "check" in row.dataset) && find(n);
      if (row.hidden === match) row.hidden = !match;
      shown += match;
    });
    for (const group of groups) {
      const count = group.querySelectorAll("tr[data-codes]:not([hidden])").length;
      group.hidden = !count;
      group.querySelector("[data-count]").textContent = count;
    }
    if (same) {
      const count = same.querySelectorAll("tr[data-codes]:not([hidden])").length;
      same.hidden = !count;
      same.querySelector("[data-count]").textContent = count;
      if (shown < rows.length) same.open = true;
    }
    document.documentElement.classList.toggle("all", form.elements.chuyennam.checked);
    status.textContent = "Đang hiện " + shown + " trong " + rows.length + " dòng so sánh." + told(wanted);
    point(form.elements.thumuc.value.trim());
  };

  const told = (wanted) => {
    const names = codes.filter((box) => wanted.includes(box.value)).map((box) => box.dataset.name);
    for (const name of ["nhom", "donvi", "muc"]) {
      const select = form.elements[name];
      if (select.selectedIndex > 0) names.push(select.options[select.selectedIndex].text);
    }
    if (form.elements.xem.checked) names.push("cần xác nhận hoặc xem lại");
    if (form.elements.tim.value.trim()) names.push("có chữ “" + form.elements.tim.value.trim() + "”");
    return names.length ? " Đang lọc: " + names.join("; ") + "." : "";
  };

  // The documents lie beside the page unless a person names their folder.
  const point = (folder) => {
    let base = folder.replace(/\\/g, "/");
    if (/^[A-Za-z]:\//.test(base)) base = "file:///" + base;
    if (base.includes(":") && !base.startsWith("file:///")) base = "";
    if (base && !base.endsWith("/")) base += "/";
    for (const [a, href] of links) a.setAttribute("href", encodeURI(base) + href);
  };

  const save = () => {
    const state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    try { history.replaceState(null, "", "#" + state); } catch (refused) { /* the view works without it */ }
  };

  const load = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = state.getAll(field.name).includes(field.value);
      else if (field.name) field.value = state.get(field.name) || "";
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.selectedIndex = 0;
    }
    apply();
  };

  let timer = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => { apply(); save(); }, event.target.type === "search" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); save(); }));
  window.addEventListener("hashchange", load);
  document.documentElement.classList.add("js");
  load();
})();
