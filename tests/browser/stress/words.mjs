// The invented language of the stress site: words from which texts.mjs makes sentences, and syllables for names.

const list = (text) => text.trim().split(/\s+/);

export const en = {
  opener: "In the spring|For the moment|Since the last session|To be exact|Seen from the quay|Under the old rules|By any fair count|On this point|After the storm|For most families|At first light|In plain terms|When the accounts were closed|As far as I can tell|With some patience|Between two harvests|Before the vote|In the second year|Against all advice|Over the winter".split("|"),
  subject: "the council|our engineers|the harbour office|two neighbouring towns|the school board|most pilots|the younger members|nobody on the committee|the auditors|every household|the ferry crews|the archive|a small group of farmers|the treasury|those who live upstream|the island delegates|our critics|the weather service|the bridge company|half of the witnesses|the hospital|the lighthouse keepers".split("|"),
  verb: "weighed postponed accepted doubted described refused welcomed repeated measured rebuilt financed examined counted opened defended sketched withdrew compared shared protected cancelled mended tested halved doubled promised remembered published answered overlooked corrected surveyed translated admired delayed guaranteed inherited questioned simplified abandoned restored extended".match(/\S+/g),
  adjective: list("quiet costly narrow early common fragile northern patient second wooden public sober distant plain uneven generous local seasonal modest borrowed honest steep careful shallow durable foreign temporary bright reluctant practical complete rural salted coastal lasting open hidden annual gentle fair rusty deliberate unusual final"),
  noun: list("timetable harvest ledger crossing embankment lantern quarrel budget orchard treaty survey machine workshop dyke pension tide bridge answer signal railway library engine forecast granary licence vessel boundary cistern ballot shipyard road measure custom tariff kitchen reservoir debt meadow notebook tunnel mill census fence chapter anchor ladder compass turbine clinic market barrel mooring weir charter loan spring channel sawmill pavement chimney garden vineyard archive lecture telegraph quarry receipt wharf memory proposal inventory beacon cable apprentice refund signature"),
  first: list("salt frost wind sea land fore mid over under out wood stone bell corn day night glass iron oak reed sand snow sun tide wool ash barley candle copper feather harbour hill honey lake linen marsh mast milk moon north paper rope silver thorn winter"),
  last: list("gate mill book yard house craft fall field ford guard hall keep lane light line loft mark master path pole post right room row side song stand stead step stock tax toll trade ward wall watch way weight work worth bearer binding count crossing dealer dues finder fold holder lore maker measure pass"),
  like: list("bound worn lit born free made ready poor rich blown tried wise shy proof deep soft"),
  role: list("pilots farmers auditors witnesses engineers delegates critics clerks keepers bakers surveyors teachers nurses sailors weavers printers judges drivers tenants visitors neighbours lenders miners fishers carters singers"),
  tail: "because the water rises every year|without asking for more money|although the figures are still rough|so that no village is cut off|which is less than we hoped|and that remains our position|while the ice holds|as anyone can read in the minutes|before the ships come back|until a better plan is found|even where the ground is soft|if the roads stay open|in spite of the price of timber|and nobody was surprised|as our neighbours have done|rather than wait for another report".split("|"),
};

export const zh = {
  opener: list("今年春天 就目前而言 说得准确些 从码头上看 按照旧规矩 风暴过后 对多数家庭来说 账目结清之后 据我所知 两次收获之间 表决以前 到了第二年 整个冬天 关于这一点"),
  subject: list("议会 我们的工程师 港务处 两个相邻的镇子 校董会 年轻的委员 审计人员 每户人家 渡船船员 档案馆 一小群农户 住在上游的人 海岛代表 批评者 气象站 医院 守塔人 多数证人"),
  verb: list("考虑了 推迟了 接受了 怀疑过 描述了 拒绝了 欢迎 重复了 测量了 重修了 资助了 查看了 清点了 开放了 维护了 撤回了 比较了 分享了 保护了 取消了 修补了 检验了 公布了 回答了 忽略了 更正了 翻译了 延长了"),
  adjective: list("安静的 昂贵的 狭窄的 早先的 共同的 脆弱的 北边的 第二份 木制的 公开的 清醒的 遥远的 朴素的 慷慨的 本地的 当季的 借来的 诚实的 陡峭的 仔细的 耐用的 暂时的 明亮的 实用的 完整的 乡间的"),
  noun: list("时刻表 收成 账本 渡口 堤岸 灯笼 争论 预算 果园 条约 勘测 机器 作坊 水闸 养老金 潮水 桥梁 答复 信号 铁路 图书室 发动机 预报 粮仓 执照 船只 边界 蓄水池 选票 船厂 道路 办法 风俗 税率 厨房 债务 草地 笔记本 隧道 磨坊 普查 栅栏 指南针 诊所 集市 木桶 贷款 航道 烟囱 花园 讲座 收据 备忘录 提案 清单 灯塔 电缆 学徒 签名"),
  first: [..."盐霜风海陆木石钟谷日夜镜铁橡苇沙雪潮毛灰麦烛铜羽港山蜜湖麻沼桅奶月北纸绳银棘冬春茶桑竹松云雨泉桥路田村井舟"],
  last: [..."门坊册院舍艺场野津卫厅堡巷光线阁印师径柱站权室列侧歌台步货税市墙表道量工值契数商限棚主志器距章簿法令约书图谱考略"],
  tail: list("因为水位年年上涨 没有多要一分钱 尽管数字还很粗略 免得有哪个村子断了路 这比我们希望的要少 这仍然是我们的立场 直到找到更好的方案 哪怕地基松软 只要道路畅通 谁也不觉得意外 正如邻居们做过的那样 而不是再等一份报告"),
};

export const ar = {
  opener: "في الربيع|في الوقت الحاضر|بعد العاصفة|كما أعلم|قبل التصويت|في السنة الثانية".split("|"),
  subject: "المجلس|مهندسونا|مكتب الميناء|مجلس المدرسة|طواقم العبارات|مندوبو الجزر".split("|"),
  verb: list("أجّل قبل وصف رفض قاس راجع فتح حمى"),
  adjective: list("الهادئ المكلف الضيق المبكر المشترك البعيد المحلي الكامل"),
  noun: list("الجدول الحصاد السجل المعبر السد الجسر الجواب الاقتراح الدفتر المصباح"),
  tail: "لأن الماء يرتفع كل عام|رغم أن الأرقام تقريبية|حتى توجد خطة أفضل|وهذا موقفنا".split("|"),
};

// One syllable in three scripts.
export const syllables = list("va/瓦/فا len/伦/لن do/多/دو mir/米尔/مير sa/萨/سا tol/托尔/تول ke/克/كي ran/兰/ران bu/布/بو nes/内斯/نس li/莉/لي gar/加尔/غار po/波/بو tem/特姆/تم zi/齐/زي hul/胡尔/هول ya/雅/يا fen/芬/فن ro/罗/رو dak/达克/داك mo/莫/مو vis/维斯/فس ta/塔/تا jor/约尔/يور").map((syllable) => {
  const [en, zh, ar] = syllable.split("/");
  return { en, zh, ar };
});
