// Eyes for tests inside a page: put there as `look`, whether or not the page's own scripts may run.

function eyes() {
  const where = (element) => {
    const parts = [];
    for (let node = element; node && node.tagName && parts.length < 4; node = node.parentElement) {
      const classes = [...node.classList].map((name) => `.${name}`).join("");
      parts.unshift(node.id ? `${node.localName}#${node.id}` : node.localName + classes);
      if (node.id) break;
    }
    return parts.join(" > ");
  };

  // Drawn at all, and not only for screen readers.
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility === "visible" && element.checkVisibility();
  };

  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const cuts = (element) => getComputedStyle(element).overflowX !== "visible";

  // Elements that stick out of the window sideways and can be reached by no scrolling of their own.
  const sticksOut = () => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || (box.right <= innerWidth + 1 && box.left >= -1)) continue;
      let parent = element.parentElement;
      while (parent && !cuts(parent)) parent = parent.parentElement;
      if (!parent || parent === document.body) found.push(element);
    }
    const deepest = found.filter((element) => !found.some((other) => other !== element && element.contains(other)));
    return [...new Set(deepest.map(where))].slice(0, 3);
  };

  // Elements whose text is cut off: longer than their box, and the box neither scrolls nor is meant for screen readers alone.
  const isCut = () => {
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !isSeen(element) || scrolls(element) || style.clipPath !== "none") continue;
      const wide = element.scrollWidth > element.clientWidth + 1;
      const high = element.scrollHeight > element.clientHeight + 1 && style.overflowY !== "auto";
      if ((wide || high) && element.textContent.trim()) found.push(where(element));
    }
    return [...new Set(found)].slice(0, 5);
  };

  const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const stops = () => [...document.querySelectorAll(FOCUSABLE)].filter((element) => {
    const style = getComputedStyle(element);
    return style.visibility === "visible" && element.checkVisibility() && element.tabIndex >= 0 && !element.closest("[inert]");
  });

  // Contrast ratio of WCAG 2 between an element's colour and the nearest opaque ground among its ancestors.
  const rgb = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (element) => {
    const style = getComputedStyle(element);
    const ink = rgb(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
    let ground = [255, 255, 255, 255];
    for (let node = element; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour[3] === 255) {
        ground = colour;
        break;
      }
    }
    const [low, high] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  // The stops as they were before anything had the focus.
  let kept = [];
  const keepStops = () => (kept = stops()).length;
  const keptStops = () => kept;

  globalThis.look = { contrast, keepStops, keptStops, where, isSeen, sticksOut, isCut, stops };
}

export const EYES = `(${eyes})()`;
