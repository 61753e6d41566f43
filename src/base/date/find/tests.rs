//! Days in texts of many languages, in names of files and in values.

use super::*;

fn written(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

#[test]
fn a_full_date_is_found_wherever_it_stands() {
    for text in [
        "2024-03-07",
        "it was 2024/3/7 then",
        "于2024年3月7日举行",
        "2024 年 3 月 7 号",
        "On March 7, 2024, they",
        "(7 March 2024)",
        "Thursday, 7th of Mar. 2024",
        "2024 March 7th",
        "2024.03.07",
        "7.3.2024",
        "7-Mar-2024",
        "二〇二四年三月七日",
        "二零二四年三月七日",
        "於民國113年3月7日",
        "中華民國一百一十三年三月七日",
        "令和6年3月7日",
        "令和六年三月七日",
        "2024년 3월 7일",
        "New York, le 7 mars 2024",
        "dijous, 7 de març del 2024",
        "7 de marzo de 2024",
        "7. März 2024",
        "7 марта 2024 г.",
        "٧ مارس ٢٠٢٤",
        "วันที่ 7 มีนาคม พ.ศ. 2567",
        "2024. március 7.",
    ] {
        assert_eq!(written(find(text)), "2024-03-07", "{text}");
    }
    for text in [
        "",
        "A2024-03-07",
        "2024-13-01",
        "3月7日",
        "marketplace 7, 2024",
        "7 apples 2024",
        "20240307",
        "2024-03-071",
        "03/07/2024",
        "market 7, 2024",
        "三年七月",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
    assert_eq!(
        find_days("2024年3月7日，晴").map(|days| days.range.end),
        Some("2024年3月7日".len())
    );
}

#[test]
fn several_days_have_a_first_and_a_last() {
    for text in [
        "3–5 May 2019",
        "from 3rd to 5th May 2019",
        "May 3-5, 2019",
        "2019-05-03/2019-05-05",
        "3 May 2019 – 5 May 2019",
        "2019年5月3日至5日",
        "2019年5月3日—5月5日",
        "del 3 al 5 de mayo de 2019",
        "3. bis 5. Mai 2019",
    ] {
        let days = find_days(text).unwrap();
        assert_eq!(written(Some(days.first)), "2019-05-03", "{text}");
        assert_eq!(written(days.last), "2019-05-05", "{text}");
    }
    let days = find_days("30 December – 2 January 2020").unwrap();
    assert_eq!(written(Some(days.first)), "2019-12-30");
    assert_eq!(written(find_month("in May 2019")), "2019-05");
    assert_eq!(written(find_month("2024年3月号")), "2024-03");
    assert_eq!(find_month("may come in 2019"), None);
}

#[test]
fn a_name_begins_with_its_date_and_a_value_may_be_tighter() {
    for name in ["2024-03-07-talk", "2024_3_7", "2024 03 07", "2024年3月7日 讲话"] {
        assert_eq!(written(of_name(name)), "2024-03-07", "{name}");
    }
    for name in ["talk-2024-03-07", "24-03-07", "2024"] {
        assert_eq!(of_name(name), None, "{name}");
    }
    for value in
        ["20240307", "2024-03-07T09:00:00+08:00", "20240307T0900", "Thu, 7 Mar 2024 09:00:00 GMT"]
    {
        assert_eq!(written(of_value(value)), "2024-03-07", "{value}");
    }
    assert_eq!(written(of_value(" 2024-03 ")), "2024-03");
    for value in ["yesterday", "12:30", "99999999", "123456"] {
        assert_eq!(of_value(value), None, "{value}");
    }
}
