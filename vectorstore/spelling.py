"""Ways of writing a question that the rest need not know of: traditional characters, §44, 44条6, 第二条工作措施."""

from __future__ import annotations

import re

from ingest.numeral import parse_numeral

# traditional character, then the simplified one; only characters that stand for one word each way
_PAIRS = """
們们 個个 這这 麼么 為为 時时 會会 對对 應应 當当 處处 過过 還还 沒没 與与 於于 從从 來来 後后 給给 讓让 誰谁
嗎吗 樣样 幾几 條条 項项 規规 則则 辦办 關关 員员 書书 記记 黨党 總总 議议 評评 優优 檔档 級级 資资 漲涨 獎奖
勵励 懲惩 罰罚 職职 務务 業业 單单 區区 鄉乡 鎮镇 縣县 機机 構构 組组 織织 領领 導导 監监 審审 紀纪 違违 嚴严
經经 濟济 費费 錢钱 萬万 億亿 報报 請请 開开 閉闭 門门 問问 題题 間间 長长 現现 場场 實实 際际 執执 選选 舉举
換换 屆届 辭辞 調调 離离 崗岗 進进 達达 遲迟 連连 續续 運运 動动 勞劳 傷伤 產产 婦妇 醫医 療疗 養养 險险 補补
貼贴 稅税 財财 購购 買买 賣卖 貨货 儀仪 備备 設设 計计 劃划 測测 試试 驗验 證证 據据 標标 準准 質质 環环 節节
訓训 練练 學学 習习 術术 課课 論论 發发 專专 傳传 團团 體体 協协 聯联 絡络 約约 簽签 歲岁 齡龄 戶户 滿满 減减
顯显 確确 認认 識识 觀观 點点 參参 擔担 負负 責责 權权 義义 許许 諾诺 訴诉 訟讼 複复 復复 檢检 討讨 號号 碼码
電电 話话 網网 頁页 線线 雲云 訊讯 數数 圖图 歸归 類类 種种 層层 別别 隊队 軍军 戰战 國国 內内 蘇苏 嶺岭 樹树
綠绿 護护 漢汉 澤泽 灣湾 濕湿 熱热 燈灯 營营 獨独 獲获 獻献 畢毕 異异 盡尽 盤盘 眾众 礦矿 禮礼 積积 穩稳 窮穷
競竞 筆笔 簡简 糧粮 紅红 終终 結结 絕绝 統统 維维 緊紧 編编 縮缩 績绩 繳缴 繼继 罷罢 聖圣 聞闻 聲声 聽听 腦脑
臨临 興兴 舊旧 艱艰 藝艺 藥药 衛卫 製制 見见 視视 覺觉 覽览 觸触 訂订 託托 詢询 該该 詳详 誡诫 語语 誤误 說说
談谈 講讲 謝谢 譯译 讀读 變变 貧贫 貫贯 貴贵 貸贷 貢贡 賓宾 賞赏 賠赔 賬账 帳账 賽赛 贈赠 趕赶 跡迹 蹤踪 車车
軌轨 較较 載载 輔辅 輪轮 轉转 農农 適适 遞递 遠远 遺遗 郵邮 鄰邻 醜丑 釋释 針针 鈔钞 銀银 銷销 錄录 錯错 鍵键
鐘钟 鐵铁 閱阅 闊阔 隨随 隱隐 雖虽 雙双 雜杂 難难 靜静 順顺 預预 頒颁 頻频 顧顾 飛飞 飯饭 館馆 馬马 駐驻 駕驾
驚惊 魚鱼 鮮鲜 龍龙 東东 兩两 喪丧 嘗尝 噸吨 園园 圍围 壓压 壞坏 壽寿 夠够 夢梦 奪夺 妝妆 媽妈 寧宁 寫写 寬宽
寶宝 將将 尋寻 屬属 幣币 帶带 幫帮 庫库 廠厂 廢废 廣广 廳厅 張张 強强 彈弹 徑径 徹彻 恆恒 惡恶 慣惯 慶庆 憂忧
憑凭 憲宪 懷怀 戲戏 拋抛 捨舍 掃扫 採采 掛挂 損损 搖摇 搶抢 撥拨 擇择 擊击 擴扩 擬拟 擾扰 攜携 敗败 斷断 晉晋
暫暂 曆历 歷历 極极 榮荣 欄栏 歡欢 歐欧 殘残 殺杀 殼壳 氣气 決决 沖冲 況况 淨净 涼凉 淚泪 溝沟 潔洁 濫滥 災灾
煙烟 無无 爭争 牽牵 狀状 猶犹 獄狱 瑣琐 甦苏 畫画 皺皱 盜盗 禍祸 稱称 竊窃 範范 築筑 籌筹 紙纸 細细 紹绍 絲丝
綜综 緩缓 緣缘 縱纵 罵骂 聰聪 肅肃 脫脱 膽胆 艙舱 莊庄 華华 葉叶 蓋盖 薦荐 虧亏 裝装 裡里 裏里 訪访 診诊 詞词
詐诈 諮咨 謀谋 譽誉 豐丰 貪贪 賄贿 賴赖 贏赢 軟软 輕轻 輸输 辯辩 遊游 邊边 鄭郑 醞酝 鎖锁 幹干 臺台 隻只 僅仅
並并 係系 傑杰 償偿 冊册 剛刚 劑剂 勁劲 匯汇 嗚呜 嘆叹 堅坚 墊垫 奧奥 孫孙 寢寝 島岛 崑昆 廬庐 彎弯 徵征 憶忆
掙挣 撫抚 擁拥 擠挤 攔拦 攤摊 暈晕 楊杨 樓楼 樞枢 橋桥 櫃柜 歎叹 殯殡 毀毁 渙涣 湊凑 滯滞 漸渐 潛潜 澀涩 濱滨
灑洒 燒烧 爐炉 爛烂 牘牍 牆墙 犧牺 瑋玮 璽玺 瘋疯 癒愈 瞞瞒 矇蒙 碩硕 磚砖 禪禅 竅窍 紋纹 納纳 紛纷 紮扎 紡纺
綱纲 緬缅 緝缉 締缔 緻致 縫缝 繪绘 繞绕 纏缠 罈坛 膠胶 臉脸 艦舰 蕩荡 薩萨 蘭兰 虛虚 蠟蜡 褲裤 襯衬 覈核 訃讣
註注 詆诋 誇夸 誠诚 誹诽 諒谅 諸诸 謊谎 謙谦 謹谨 譜谱 讚赞 豎竖 販贩 賈贾 賊贼 賢贤 賤贱 贓赃 趨趋 踐践 軸轴
輒辄 輩辈 輯辑 轄辖 鄧邓 釀酿 鈴铃 鉅巨 鋪铺 鋼钢 鍋锅 鏡镜 閒闲 闖闯 闡阐 陣阵 陰阴 陽阳 陸陆 霧雾 靈灵 韓韩
頂顶 頑顽 頸颈 顆颗 額额 願愿 飲饮 飾饰 飽饱 餘余 騎骑 騙骗 騰腾 驅驱 驟骤 骯肮 鬆松 鬥斗 鬧闹 魯鲁 鳥鸟 鷹鹰
鹽盐 麗丽 黃黄 齊齐 齒齿 龜龟 壯壮 齣出 陳陈 劉刘 趙赵 吳吴 馮冯 蔣蒋 師师 帥帅 烏乌 傾倾 僱雇 價价 侶侣 倉仓
偉伟 側侧 偵侦 傭佣 債债 儲储 兒儿 凍冻 創创 劇剧 勝胜 勢势 嚇吓 噴喷 壇坛 奮奋 姦奸 娛娱 嬰婴 宮宫 屍尸 幟帜
廈厦 廚厨 彙汇 悶闷 慘惨 慮虑 態态 戀恋 擺摆 攝摄 敵敌 斃毙 旣既 昇升 晝昼 暢畅 殤殇 氾泛 汙污 滅灭 漁渔 潤润
濃浓 煩烦 燙烫 爲为 獵猎 獸兽 瑤瑶 畝亩 痺痹 癱瘫 盃杯 礎础 祕秘 禦御 稈秆 穀谷 窩窝 竈灶 篩筛 籃篮 糾纠 繩绳
羅罗 腫肿 腸肠 舖铺 茲兹 莖茎 蔭荫 薑姜 藍蓝 虜虏 衝冲 襲袭 親亲 詩诗 詭诡 諜谍 謠谣 謎谜 讒谗 豬猪 貓猫 蹟迹
軀躯 迴回 週周 醬酱 鈕钮 銳锐 鍛锻 鏈链 閣阁 闢辟 隸隶 雞鸡 頓顿 頗颇 顏颜 飼饲 餓饿 駁驳 駛驶 鬱郁 鴨鸭 麵面
黴霉
"""
_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_NUMBER = r"[\d一二三四五六七八九十百零〇○廿]{1,5}"
_SECTION_SIGN = re.compile(r"§\s*(\d{1,4})(?:\s*条)?")
_ITEM_WITHOUT_WORD = re.compile(r"(?<=\d条)(\d{1,2})(?=$|[\s，。？?！、是讲说怎的])")
_CLERKS_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
_CLERKS_ADDRESS = re.compile(r"第[壹贰叁肆伍陆柒捌玖拾佰]{1,6}(?=[条款项章])")
_ARTICLE_BEHIND = re.compile(rf"(?:条款|条文|法条)\s*({_NUMBER})(?![\d个项条章款年月])")
_ASKED_ARTICLE = re.compile(
    rf"(?:^|(?<=[，,。？?；;]))(?P<ask>\s*(?:请问|请教|问一?下|想问一?下?|想知道|麻烦(?:问|看|查)一?下?|(?:帮我|帮忙|给我)?(?:看看|看|查|找)一?下?)[，,]?\s*)"
    rf"(?P<number>{_NUMBER})(?=条(?:[款项第（(\d的讲说规是怎呢]|$|[？?。，,]))"
)
_POINT_OF_ARTICLE = re.compile(rf"(条(?:之{_NUMBER})?(?:第?{_NUMBER}款)?)第?({_NUMBER})(?:小?点|小项|小条)(?![钟半])")
_BRACKET_OF_ARTICLE = re.compile(r"条(?:之|中的?|里的?|的)(?=[（(][一二三四五六七八九十\d]{1,3}[）)])")
_BIG_POINT = re.compile(r"第([一二三四五六七八九十]{1,3})大[点块](?!钟)")
_MEASURE = re.compile(rf"第({_NUMBER})[条个项](工作|整改)?措施")


def respell(question: str) -> str:
    """The question in simplified characters and with addresses as the texts print them: 第44条, 44条6项, 工作措施2."""
    text = _SECTION_SIGN.sub(r"第\1条", question.translate(_SIMPLIFIED))
    text = _CLERKS_ADDRESS.sub(lambda match: match[0].translate(_CLERKS_DIGITS), text)
    text = _ARTICLE_BEHIND.sub(r"第\1条", text)
    text = _ASKED_ARTICLE.sub(r"\g<ask>第\g<number>", text)
    text = _BRACKET_OF_ARTICLE.sub("条第", text)
    text = _POINT_OF_ARTICLE.sub(r"\1第\2项", text)
    text = _BIG_POINT.sub(r"第\1部分", text)
    text = _MEASURE.sub(_measure, text)
    return _ITEM_WITHOUT_WORD.sub(r"\1项", text)


def _measure(match: re.Match[str]) -> str:
    """第二条工作措施 → 工作措施2: documents number their measures behind the word, and such a 条 is no article."""
    try:
        return f"{match[2] or '工作'}措施{parse_numeral(match[1])}"
    except ValueError:
        return match[0]
