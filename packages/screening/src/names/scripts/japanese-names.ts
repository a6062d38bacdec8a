/** The family names that most Japanese bear, as written and as read. */
export const JAPANESE_FAMILY_NAMES: Readonly<Record<string, string>> = readings(`
  佐藤 sato 鈴木 suzuki 高橋 takahashi 田中 tanaka 伊藤 ito 渡辺 watanabe 渡邊 watanabe 渡邉 watanabe 山本 yamamoto
  中村 nakamura 小林 kobayashi 加藤 kato 吉田 yoshida 山田 yamada 佐々木 sasaki 山口 yamaguchi 松本 matsumoto
  井上 inoue 木村 kimura 林 hayashi 斎藤 saito 斉藤 saito 齋藤 saito 清水 shimizu 山崎 yamazaki 森 mori 池田 ikeda
  橋本 hashimoto 阿部 abe 安倍 abe 石川 ishikawa 山下 yamashita 中島 nakajima 石井 ishii 小川 ogawa 前田 maeda
  岡田 okada 長谷川 hasegawa 藤田 fujita 後藤 goto 近藤 kondo 村上 murakami 遠藤 endo 青木 aoki 坂本 sakamoto
  福田 fukuda 太田 ota 西村 nishimura 藤井 fujii 金子 kaneko 岡本 okamoto 藤原 fujiwara 三浦 miura 中野 nakano
  中川 nakagawa 原田 harada 松田 matsuda 竹内 takeuchi 小野 ono 田村 tamura 中山 nakayama 和田 wada 石田 ishida
  森田 morita 上田 ueda 原 hara 内田 uchida 柴田 shibata 酒井 sakai 宮崎 miyazaki 横山 yokoyama 高木 takagi
  安藤 ando 宮本 miyamoto 大野 ono 小島 kojima 谷口 taniguchi 今井 imai 工藤 kudo 高田 takada 増田 masuda 丸山 maruyama
  杉山 sugiyama 村田 murata 大塚 otsuka 新井 arai 小山 koyama 平野 hirano 藤本 fujimoto 河野 kono 上野 ueno
  野口 noguchi 武田 takeda 松井 matsui 千葉 chiba 菅原 sugawara 岩崎 iwasaki 久保 kubo 木下 kinoshita 佐野 sano
  野村 nomura 松尾 matsuo 菊地 kikuchi 市川 ichikawa 杉本 sugimoto 古川 furukawa 大西 onishi 島田 shimada
  水野 mizuno 桜井 sakurai 高野 takano 吉川 yoshikawa 山内 yamauchi 西田 nishida 飯田 iida 菊池 kikuchi
  岸田 kishida 石破 ishiba 菅 suga 小泉 koizumi 麻生 aso 鳩山 hatoyama 野田 noda 高市 takaichi 重信 shigenobu
  岡崎 okazaki 川口 kawaguchi 黒田 kuroda 北村 kitamura 本田 honda 豊田 toyoda 浅野 asano 大島 oshima 田代 tashiro
  東 higashi 星野 hoshino 今村 imamura 片山 katayama 堀 hori 土屋 tsuchiya 川上 kawakami 熊谷 kumagai 秋山 akiyama
`);

/** Given names as written and as most often read. */
export const JAPANESE_GIVEN_NAMES: Readonly<Record<string, string>> = readings(`
  太郎 taro 一郎 ichiro 次郎 jiro 三郎 saburo 花子 hanako 幸子 sachiko 和子 kazuko 洋子 yoko 恵子 keiko 京子 kyoko
  節子 setsuko 文子 fumiko 房子 fusako 明美 akemi 由美子 yumiko 美智子 michiko 裕子 yuko 直子 naoko 真由美 mayumi
  早苗 sanae 愛 ai 愛子 aiko 雅子 masako 美咲 misaki 葵 aoi 結衣 yui 陽菜 hina 健 ken 健一 kenichi 健太 kenta
  健二 kenji 健太郎 kentaro 誠 makoto 実 minoru 清 kiyoshi 進 susumu 勇 isamu 博 hiroshi 浩 hiroshi 弘 hiroshi 隆 takashi
  孝 takashi 剛 tsuyoshi 大輔 daisuke 翔太 shota 翔 sho 拓也 takuya 達也 tatsuya 哲也 tetsuya 和也 kazuya 直樹 naoki
  秀樹 hideki 英樹 hideki 茂 shigeru 茂樹 shigeki 晋三 shinzo 文雄 fumio 義偉 yoshihide 純一郎 junichiro 進次郎 shinjiro
  太一 taichi 正 tadashi 正義 masayoshi 昭 akira 明 akira 明仁 akihito 裕仁 hirohito 徳仁 naruhito 学 manabu 豊 yutaka
  修 osamu 治 osamu 一 hajime 武 takeshi 毅 takeshi 徹 toru 智子 tomoko 久美子 kumiko 典子 noriko 順子 junko 千代子 chiyoko
  良子 yoshiko 光 hikaru 光男 mitsuo 敏夫 toshio 俊夫 toshio 和夫 kazuo 幸雄 yukio 由紀夫 yukio 信夫 nobuo 義雄 yoshio
  宗一郎 soichiro 章男 akio 太朗 taro 俊輔 shunsuke 圭佑 keisuke 真司 shinji 佑都 yuto 翔平 shohei 一朗 ichiro 春樹 haruki
`);

function readings(table: string): Record<string, string> {
  const cells = table.trim().split(/\s+/u);
  const byName: Record<string, string> = {};
  for (let at = 0; at + 1 < cells.length; at += 2) byName[cells[at] ?? ''] ??= cells[at + 1] ?? '';
  return byName;
}
