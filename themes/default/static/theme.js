// The one script of this theme: a button for dark colours, remembered. Everything works without it.
(function () {
  var label = document.currentScript.dataset.dark, root = document.documentElement, system = matchMedia("(prefers-color-scheme: dark)");
  var stored = null;
  try { stored = localStorage.getItem("theme"); } catch (e) { /* storage may be off */ }
  if (stored) root.dataset.theme = stored;
  var bar = document.querySelector(".top");
  if (!bar) return;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  button.title = label;
  button.setAttribute("aria-label", label);
  function dark() { return (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark"; }
  function show() { button.setAttribute("aria-pressed", String(dark())); }
  button.addEventListener("click", function () {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* storage may be off */ }
    show();
  });
  system.addEventListener("change", show);
  show();
  bar.append(button);
})();
