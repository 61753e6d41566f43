//! Columns of a table, and variables of a query, by their names → what they say of an entity.
//!
//! Names are those of front matter, of Wikidata’s query service (`itemLabel`, `itemAltLabel`) and
//! of Popolo; case, spaces and hyphens make no difference.

use crate::base::lang::Lang;
use crate::reading::kinds::{Fact, FactType, Kinds};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) about: About,
    /// The language of names, descriptions and words.
    pub(super) lang: Option<Lang>,
}

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    Id,
    Kind,
    Name,
    Aliases,
    /// The same, divided by commas, as Wikidata’s query service gives them.
    AltLabels,
    Description,
    Fact(Fact),
    /// Half of a point, in degrees.
    Latitude,
    Longitude,
}

/// Names of columns of what is not a fact, without what says a language. Facts know their own.
const NAMES: &[(About, &[&str])] = &[
    (About::Id, &["id"]),
    (About::Kind, &["kind", "type"]),
    (About::Name, &["name", "label", "itemlabel", "title"]),
    (About::Aliases, &["aliases", "alias", "other_names"]),
    (About::AltLabels, &["altlabel", "itemaltlabel"]),
    (About::Description, &["description", "itemdescription"]),
    (About::Latitude, &["lat", "latitude", "纬度", "緯度"]),
    (About::Longitude, &["lon", "lng", "longitude", "经度", "經度"]),
    (About::Id, &["编号", "編號"]),
    (About::Kind, &["类型", "類型", "类别", "類別"]),
    (About::Name, &["姓名", "名称", "名稱", "人名", "地名", "机构名称", "機構名稱"]),
    (About::Aliases, &["别名", "別名", "其他名称", "其他名稱", "字号", "字號", "又名"]),
    (About::Description, &["简介", "簡介", "描述", "说明", "說明"]),
];

/// Names of facts in Chinese, each behind the key of the fact.
const FACTS: &[(&str, &[&str])] = &[
    ("born", &["生年", "出生", "出生日期", "出生年", "生日"]),
    ("died", &["卒年", "逝世", "逝世日期", "卒", "死亡日期"]),
    ("country", &["国家", "國家", "国别", "國別"]),
    ("coordinates", &["坐标", "座標", "经纬度", "經緯度"]),
    ("started", &["开始", "開始", "开始日期", "開始日期", "成立", "成立日期"]),
    ("ended", &["结束", "結束", "结束日期", "結束日期"]),
    ("sort_name", &["排序名", "拼音"]),
    ("same_as", &["维基数据", "維基數據", "外部链接", "外部連結", "权威档", "權威檔"]),
];

/// What the column called `header` is about; none if nothing that is known.
pub(super) fn column(header: &str, kinds: &Kinds) -> Option<Column> {
    let plain = header.trim().trim_start_matches('?').to_lowercase().replace([' ', '-'], "_");
    if let Some(about) = exact(&plain, kinds) {
        return Some(Column { about, lang: None });
    }

    // `name_zh`, `name_zh_hant`, `itemLabel_en`: what is behind the last name of a column that fits
    // is a language.
    for (at, _) in plain.match_indices('_') {
        let Some(about) = exact(&plain[..at], kinds) else {
            continue;
        };
        // The items of a column that is not the name: no language, though it looks like one.
        if plain.ends_with("_qid") {
            return None;
        }
        let lang = Some(Lang::parse(&plain[at + 1..].replace('_', "-"))?);
        let has_versions = match &about {
            About::Name | About::Aliases | About::AltLabels | About::Description => true,
            About::Fact(fact) => fact.value == FactType::Words,
            About::Id | About::Kind | About::Latitude | About::Longitude => false,
        };
        return has_versions.then_some(Column { about, lang });
    }
    None
}

/// A column by its whole name. A fact that a site declares goes before what the name means
/// elsewhere: `title` of a treaty.
fn exact(name: &str, kinds: &Kinds) -> Option<About> {
    // Roles have no form in one cell; Popolo brings them.
    let fact = kinds.find_fact(|fact| fact.is_column(name) && fact.value != FactType::Role);
    if let Some(fact) = fact {
        return Some(About::Fact(fact.clone()));
    }
    // In Chinese, or as OpenRefine calls the column with the items of a column of names: `Name_QID`.
    // That of another column (`Country_QID`) is about something else than the row.
    let of_name = name.strip_suffix("_qid").and_then(|of| exact(of, kinds));
    let is_item = name == "qid" || of_name == Some(About::Name);
    let in_chinese = FACTS.iter().find(|(_, names)| names.contains(&name)).map(|(key, _)| *key);
    if let Some(key) = in_chinese.or(is_item.then_some("same_as")) {
        return kinds.find_fact(|fact| fact.key == key).map(|fact| About::Fact(fact.clone()));
    }
    let (about, _) = NAMES.iter().find(|(_, names)| names.contains(&name))?;
    Some(about.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::kinds::facts;

    #[test]
    fn columns_are_known_by_many_names() {
        let kinds = Kinds::default();
        let column = |header: &str| column(header, &kinds);
        let name = |lang| Some(Column { about: About::Name, lang });
        let born = || Some(Column { about: About::Fact(facts::BORN), lang: None });
        let zh = Lang::parse("zh-Hant");
        assert_eq!((column("itemLabel"), column("Name zh-Hant")), (name(None), name(zh)));
        assert_eq!(
            (column("Date of Birth".replace(' ', "").as_str()), column("?dob")),
            (born(), born())
        );
        assert_eq!(
            (column("姓名"), column("生年"), column("姓名_QID")),
            (name(None), born(), column("qid"))
        );
        assert!(column("qid").is_some() && column("Country_QID").is_none());
        assert_eq!((column("notes"), column("born_in_zh"), column("name_x!")), (None, None, None));
    }
}
