//! Addresses, as links and the world have them.

use super::*;

#[test]
fn links_are_relative_to_the_page_that_holds_them() {
    let route = |path: &str| Route(path.into());
    let href = |from: &str, to: &str| route(from).href(&route(to));
    assert_eq!(href("speeches/a.html", "people/b.html"), "../people/b.html");
    assert_eq!(href("speeches/a.html", "speeches/b.html"), "b.html");
    assert_eq!(href("zh/people/b/2024.html", "zh/people/b.html"), "../b.html");
    assert_eq!(href("index.html", "zh/index.html"), "zh/index.html");
    assert_eq!(href("people/a.html", "people/a.html"), "a.html");
    assert_eq!(href("a.html", "speeches/王毅 讲话.html"), "speeches/王毅%20讲话.html");
}

#[test]
fn a_folder_s_page_is_the_folder_for_the_world() {
    assert_eq!(
        Route("speeches/index.html".into()).url("https://a.org/b/"),
        "https://a.org/b/speeches/"
    );
    assert_eq!(
        Route("speeches/my-index.html".into()).url("https://a.org/"),
        "https://a.org/speeches/my-index.html"
    );
}
