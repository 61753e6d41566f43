// Shows what a new build changed of this page: nothing where nothing did, new colours without loading
// the page again, else the page anew with the same paragraph in view. Only in pages that `oratory
// serve` shows.
(() => {
  const PLACE = 'oratory-place';
  const { page, styles, ...shown } = document.currentScript.dataset;
  let { build } = shown;
  let stylesNow = styles;
  let reloads = false;

  // The first thing with an address that is read now: not what holds all of the text, nor what stands beside it.
  const inView = () => {
    for (let y = 8; y < innerHeight; y += 16) {
      const element = document.elementFromPoint(innerWidth / 2, y)?.closest('main [id]');
      if (element && element.getBoundingClientRect().height < innerHeight) return element;
    }
    return null;
  };

  // What an element says, without its number: a speech that was never built has none of its own yet.
  const words = (element) => {
    const copy = element.cloneNode(true);
    for (const link of copy.querySelectorAll('a[href^="#"]')) link.remove();
    return copy.textContent.trim();
  };

  // By paragraph and not by pixel, for the text above may have grown.
  const reload = () => {
    const element = scrollY > 0 && inView();
    if (element) {
      reloads = true;
      history.scrollRestoration = 'manual';
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, element.id, words(element), element.getBoundingClientRect().top]));
    }
    location.reload();
  };

  const returnToPlace = () => {
    const kept = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    if (!kept) return;
    const [path, id, text, top] = JSON.parse(kept);
    if (path !== location.pathname) return;
    const same = document.getElementById(id);
    const isIt = (element) => element && words(element) === text;
    const element = isIt(same) ? same : [...document.querySelectorAll('main [id]')].find(isIt) ?? same;
    if (element) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' });
  };

  // A new sheet takes the place of the old one when it is there, so that no page is seen without.
  const restyle = () => {
    for (const old of document.querySelectorAll('link[rel~=stylesheet]')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set('build', build);
      const sheet = old.cloneNode();
      sheet.href = address;
      sheet.onload = sheet.onerror = () => old.remove();
      old.after(sheet);
    }
  };

  const events = new EventSource('/__oratory/events');
  events.onmessage = async (event) => {
    const [id, all] = event.data.split(' ');
    if (id === build) return;
    build = id;
    if (all) return reload();

    const answer = await fetch(location.href).catch(() => null);
    const text = answer ? await answer.text() : '';
    // Another build came while this one was asked for.
    if (id !== build) return;
    const made = new DOMParser().parseFromString(text, 'text/html').querySelector('script[data-build]');
    if (made?.dataset.page !== page) return reload();
    if (made.dataset.styles !== stylesNow) restyle();
    stylesNow = made.dataset.styles;
  };
  addEventListener('load', returnToPlace);
  addEventListener('pagehide', () => {
    events.close();
    // Whoever comes back to the page by the browser's own button is to be where he was.
    if (!reloads) history.scrollRestoration = 'auto';
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
})();
