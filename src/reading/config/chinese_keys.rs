//! Keys in Chinese → what they are called here.
//!
//! **Invariant:** told is only a key that is read in the file in which the Chinese one stands.

/// What keys are called in Chinese, in both scripts, and what they may be here: of several the one
/// that is read in the file.
const IN_CHINESE: &[(&[&str], &[&str])] = &[
    (&["标题", "標題", "题目", "題目", "题名"], &["title", "name"]),
    (&["日期", "时间", "時間"], &["date", "started"]),
    (&["类型", "類型", "体裁"], &["type"]),
    (&["场合", "場合", "活动", "活動", "事件"], &["event"]),
    (
        &["发言人", "發言人", "讲话人", "講話人", "演讲者", "演讲人", "讲者", "主讲人", "作者"],
        &["speaker"],
    ),
    (&["标签", "標籤", "说话人", "發言者", "发言者"], &["speakers"]),
    (&["职务", "職務", "身份"], &["role", "roles"]),
    (&["人物", "人名", "人员"], &["people"]),
    (&["地点", "地點", "会场"], &["location"]),
    (&["地名", "地方"], &["places"]),
    (&["倡议", "倡議"], &["initiatives"]),
    (&["机构", "機構", "组织", "組織", "单位"], &["organizations", "organization"]),
    (&["主题", "主題", "话题", "關鍵詞", "关键词"], &["topics"]),
    (&["系列"], &["series"]),
    (&["来源", "來源", "出处", "出處"], &["sources"]),
    (&["许可", "授权", "版权", "授權"], &["license"]),
    (&["译者", "譯者"], &["translator"]),
    (&["记录", "記錄", "记录人", "記錄人", "速记", "速記"], &["transcriber"]),
    (&["录音", "錄音", "录像", "視頻", "视频", "音频"], &["recording"]),
    (&["草稿"], &["draft"]),
    (&["姓名", "名称", "名稱", "名字", "中文名"], &["name"]),
    (&["别名", "別名", "又名", "简称"], &["aliases"]),
    (&["简介", "簡介", "描述", "说明", "摘要"], &["description", "summary", "note"]),
    (&["图片", "圖片", "照片"], &["image"]),
    (&["出生", "生日", "生于", "出生日期"], &["born"]),
    (&["去世", "逝世", "卒于", "卒年"], &["died"]),
    (&["坐标", "坐標", "经纬度"], &["coordinates"]),
    (&["国家", "國家"], &["country"]),
    (&["上级", "隶属", "所属"], &["part_of"]),
    (&["语言", "語言"], &["languages"]),
    (&["网址", "網址", "链接", "連結"], &["url", "same_as"]),
    (&["顺序", "順序", "排序"], &["order"]),
    (&["菜单", "選單"], &["menu"]),
];

/// What a Chinese key is called where `asked` are read.
pub(super) fn of_chinese<'a>(key: &str, asked: &'a [String]) -> Option<&'a str> {
    let key = key.trim();
    let (_, keys) = IN_CHINESE.iter().find(|(written, _)| written.contains(&key))?;
    let read = |key: &&str| asked.iter().find(|asked| asked == key);
    keys.iter().find_map(read).map(String::as_str)
}
