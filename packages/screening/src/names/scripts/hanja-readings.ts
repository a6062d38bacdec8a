/** Korean readings of the Han characters most often found in Korean names, as commonly spelt in Latin letters. */
export const HANJA_READINGS: Readonly<Record<string, string>> = readings(`
  金 kim 李 lee 朴 park 崔 choi 鄭 jung 姜 kang 趙 cho 尹 yoon 張 jang 林 lim 韓 han 吳 oh 徐 seo 申 shin 權 kwon
  黃 hwang 安 ahn 宋 song 柳 ryu 全 jeon 洪 hong 高 ko 文 moon 梁 yang 孫 son 裵 bae 白 paek 許 heo 南 nam
  沈 shim 盧 noh 河 ha 郭 kwak 成 sung 車 cha 朱 joo 禹 woo 具 koo 羅 na 閔 min 陳 jin 池 ji 嚴 um 蔡 chae
  元 won 千 chon 方 bang 孔 kong 玄 hyun 咸 ham 卞 byun 廉 yeom 呂 yeo 秋 choo 都 do 石 sok 宣 sun 薛 sol
  馬 ma 吉 kil 延 yon 魏 wi 表 pyo 明 myong 奇 ki 潘 ban 王 wang 琴 kum 玉 ok 陸 yook 印 in 孟 maeng 諸 je
  卓 tak 鞠 kook 太 tae 正 jong 恩 un 日 il 成 song 哲 chol 男 nam 英 yong 鎬 ho 浩 ho 虎 ho 姬 hui 熙 hui
  善 son 順 sun 淑 suk 美 mi 京 kyong 慶 kyong 景 kyong 敬 kyong 大 dae 泰 tae 東 dong 中 jung 仲 jung 國 guk
  光 gwang 永 yong 榮 yong 龍 ryong 海 hae 植 sik 錫 sok 秀 su 守 su 洙 su 星 song 聖 song 勝 sung 昇 sung
  承 sung 相 sang 尚 sang 祥 sang 民 min 敏 min 俊 jun 準 jun 智 ji 志 ji 賢 hyon 鉉 hyon 勳 hun 勲 hun 赫 hyok
  革 hyok 學 hak 鶴 hak 吉 gil 鐵 chol 春 chun 昌 chang 燦 chan 贊 chan 致 chi 三 sam 根 gun 基 gi 己 gi 起 gi
  來 nae 魯 ro 烈 yol 烈 ryol 律 ryul 萬 man 武 mu 茂 mu 範 bom 丙 byong 炳 byong 福 bok 鳳 bong 奉 bong
  富 bu 四 sa 世 se 松 song 壽 su 信 sin 新 sin 心 sim 雅 a 愛 ae 彦 on 如 yo 妍 yon 淵 yon 演 yon 玉 ok
  完 wan 勇 yong 容 yong 用 yong 雄 ung 源 won 遠 won 原 won 月 wol 裕 yu 有 yu 由 yu 允 yun 殷 un 銀 un 義 ui
  益 ik 仁 in 寅 in 一 il 在 jae 宰 jae 載 jae 才 jae 貞 jong 政 jong 靜 jong 廷 jong 濟 je 宗 jong 鍾 jong
  周 ju 柱 ju 珠 ju 振 jin 鎭 jin 眞 jin 真 jin 珍 jin 辰 jin 燮 sop 澤 taek 兌 tae 弼 pil 必 pil 夏 ha 賀 ha
  亨 hyong 炯 hyong 惠 hye 慧 hye 和 hwa 花 hwa 博 bak 煥 hwan 桓 hwan 會 hoe 孝 hyo 厚 hu 輝 hwi 喜 hui 希 hui
`);

function readings(table: string): Record<string, string> {
  const cells = table.trim().split(/\s+/u);
  const byCharacter: Record<string, string> = {};
  for (let at = 0; at + 1 < cells.length; at += 2) {
    const character = cells[at] ?? '';
    byCharacter[character] ??= cells[at + 1] ?? '';
  }
  return byCharacter;
}
