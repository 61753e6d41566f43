//! What is cut from raw HTML, and which addresses are seen in it.

use super::*;
use crate::reading::corpus::Purpose;

fn published(html: &str) -> String {
    trusted(html).html
}

/// The addresses of `html` for one purpose.
fn addresses(html: &str, purpose: Purpose) -> Vec<String> {
    let found = trusted(html).addresses;
    found
        .into_iter()
        .filter(|address| address.purpose == purpose)
        .map(|address| address.text)
        .collect()
}

#[test]
fn what_browsers_take_for_comments_is_left_out() {
    for (html, rest) in [
        ("<p>a<!-- b -->c</p>", "<p>ac</p>"),
        ("a<!-->b<!--->c", "abc"),
        ("a<!-- b --!>c", "ac"),
        ("a<!-- b > -- > c -->d", "ad"),
        ("<!--[if IE]><p>old</p><![endif]-->new", "new"),
        ("<![if !IE]>kept<![endif]>", "kept"),
        ("<!DOCTYPE html><p>", "<p>"),
        ("<?php if (a > b) ask(); ?>a", "a"),
        ("<![CDATA[a > b]]>c", "c"),
        ("：a</!-- b -->c</p>", "：ac</p>"),
        ("a<!-- never closed <p>", "a"),
        ("a<!", "a"),
        ("a<?", "a"),
    ] {
        assert_eq!(published(html), rest, "{html}");
    }
}

#[test]
fn what_only_looks_like_a_comment_is_kept() {
    for html in [
        "<p title=\"<!-- a -->\">b</p>",
        "<p title='a > b <!--'>c</p>",
        "<script>if (a <!--b) c('-->')</script>",
        "<STYLE><!-- a{} --></Style >",
        "<textarea><!-- a --></textarea>",
        "<svg><![CDATA[a]]></svg>",
        "a < b, c<d",
        "<",
        "</",
        "<a href",
        "<a href=",
        "<a href=\"x",
    ] {
        assert_eq!(published(html), html);
    }
}

#[test]
fn of_content_that_is_not_trusted_comments_alone_are_left_out() {
    assert_eq!(without_comments("<!-- a --><?b?><c><!-- d"), "<?b?><c>");
    assert_eq!(open_comment("a<!-- b --><!-- c"), Some(11));
    assert_eq!(open_comment("<script><!--</script>"), None);
}

#[test]
fn what_browsers_fetch_is_told_from_what_readers_follow() {
    let html = "<IMG SRC=a.jpg srcset='b.jpg 1x, c,d.jpg 2x'><video poster = \"e.jpg\"><source src=f.mp4></video>\
        <a href=g.pdf style='background:url( \"h.png\" )'>x</a><svg><image xlink:href=i.svg /></svg>\
        <link rel=stylesheet href=j.css><link rel='canonical' href=k><style>@import 'l.css';a{b:URL(m.png)}</style>\
        <blockquote cite=n data-src=o.jpg></blockquote><iframe src=p></iframe><object data=q></object>";
    let shown = [
        "a.jpg", "b.jpg", "c,d.jpg", "e.jpg", "f.mp4", "h.png", "i.svg", "j.css", "m.png", "l.css",
        "p", "q",
    ];
    assert_eq!(addresses(html, Purpose::Show), shown);
    assert_eq!(addresses(html, Purpose::Link), ["g.pdf", "k", "n", "o.jpg"]);
}

#[test]
fn addresses_are_read_as_browsers_read_them() {
    let shown = |html| addresses(html, Purpose::Show);
    assert_eq!(shown("<img src=' a&amp;b.jpg\n'>"), ["a&b.jpg"]);
    assert_eq!(shown("<img src='&#104;ttps&colon;//a.org/&x;&#x2F;'>"), ["https://a.org/&x;/"]);
    assert_eq!(shown("<img src=\"a b.jpg\"src=c><img src=d>"), ["a b.jpg", "c", "d"]);
    assert!(shown("<img src=''><!-- <img src=a> --><p>src=b</p>").is_empty());

    let found = trusted("é<img alt=x src=a.jpg>").addresses;
    assert_eq!(found[0].span, 17..22);
}
