// An old address leads on, and takes along what stands behind it: the paragraph, or a query.
location.replace(document.querySelector('main a').href + location.search + location.hash);
