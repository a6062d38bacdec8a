/** Names that are used for each other; every row is one given name with its short and pet forms. */
const ROWS = `
  alexander alex alec sandy sasha aleksandr alexandre alessandro alejandro iskander oleksandr aleksander xander lex
  alexandra alex sandra sasha alessandra alejandra lexi
  alfred al alf fred alfie
  albert al bert bertie
  andrew andy drew andrei andrey andre andreas andrzej andres andrej andrii anders
  anthony tony antonio antoine anton antony antonin
  anna anne ann annie hannah ana anya ania annika
  barbara barb babs basia
  benjamin ben benny bibi benji binyamin
  catherine kate katie cathy kathy katherine kathryn katarina ekaterina yekaterina katya kasia cate kitty
  charles charlie chuck carlos carl karl carlo karel charley
  christopher chris kit topher cristobal christophe kristofer
  christian chris cristian kristian
  christina chris tina kristina cristina christine
  daniel dan danny danil daniil daniele
  david dave davey davide dawid
  deborah deb debbie debora
  dmitry dima dmitri dmitriy dmytro mitya
  donald don donny
  dorothy dot dottie dolly
  edward ed eddie ted ned eduardo edouard eduard eddy
  elizabeth liz beth betty lizzie eliza elisabeth elisabetta isabel lisa elisa libby bess elsbeth
  emily em emma emilia
  ernest ernie ernesto ernst
  eugene gene evgeny yevgeny evgeni eugenio yevgeniy
  francis frank francisco francesco francois franz fran paco pancho franciszek
  frederick fred freddy fritz friedrich federico frederic fryderyk
  gabriel gabe gabriele
  george geo jorge georges giorgio georg yuri georgy georgi jerzy jiri
  gerald gerry jerry
  gregory greg grigory grigori gregor gregorio grzegorz
  harold harry hal
  helen elena yelena helena helene lena ellen
  henry harry hank hal henri enrique heinrich enrico hendrik henryk heinz
  igor ihor
  isaac ike yitzhak ishaq
  jacob jake jack jakob yakov jacobo yaakov jakub
  james jim jimmy jamie diego jaime jem santiago iago giacomo jacques
  jane jan janet joan joanna juana jeanne janie
  jennifer jen jenny
  jessica jess jessie
  john jack johnny jon juan jean ivan johann johannes jan giovanni hans ian sean yahya ivo evan
  jonathan jon jonny
  joseph joe joey jose giuseppe josef yusuf yosef josip jozef pepe iosif
  joshua josh
  judith judy
  julia julie giulia yulia iuliia
  katherine kate
  kenneth ken kenny
  lawrence larry laurence lorenzo laurent lars
  leonard len leo lenny leonardo leonid
  louis lou luis luigi ludwig lewis ludovic
  margaret maggie meg peggy margarita marguerite greta rita margot malgorzata marge daisy gosia
  maria mary marie miriam maryam mariya molly polly masha mariam
  mark marc marco marcus marcos marek markus
  martin marty marten martino
  matthew matt mateo matteo matthias mathieu mateusz matvey
  maximilian max maxim maksim massimiliano
  michael mike mick mickey mikhail miguel michel michele misha mikael micky mykhailo michal
  nathaniel nathan nate
  natalia natalie natasha nataliya natalya
  nicholas nick nicky nikolai nicolas nicola klaus nico nikolay mykola kolya mikolaj
  olga olya olha
  oliver ollie olivier
  patricia pat patty trish tricia
  patrick pat paddy patrice patricio
  paul pablo pavel paolo pal pol pavlo paulo pawel
  peter pete pedro pierre pyotr piotr pietro petr petro petar
  philip phil felipe philippe filip filippo pip
  rebecca becky becca
  raymond ray ramon raimundo
  richard rick dick ricky ricardo rich riccardo ryszard
  robert bob bobby rob robbie roberto rupert bert
  roger rogelio ruggero
  ronald ron ronnie
  samuel sam sammy shmuel
  sergei sergey serge sergio serhii serhiy
  sofia sophie sophia sofya zofia
  stanislav stan stas stanislaw
  stephen steve steven stefan esteban stephane stefano stepan etienne istvan
  susan sue susie suzanne susanna
  tatiana tanya tatyana
  theodore ted teddy theo fyodor teodor fedor feodor
  thomas tom tommy tomas tommaso tomasz
  timothy tim timmy timofey
  victor vic viktor vittorio
  victoria vicky tori viktoria
  vincent vince vinny vicente vincenzo
  vladimir vova volodya volodymyr vlad wladimir
  walter walt wally gualtiero
  william will bill billy willy guillermo wilhelm guillaume liam guglielmo willem
  yusuf joseph youssef yousef
  ibrahim abraham avraham brahim abe
  ishmael ismail
  jibril gabriel
  sulayman solomon suleiman shlomo
  dawud david daoud dawood
  musa moses moshe moussa
  ilyas elijah elias ilya eliahu
  yaqub jacob yakub
  mohammed mo muhamed mehmet mahomet md mohd muhammed mohamad mamadou muhammad
  mustafa mustapha mostafa
  ahmed ahmet ahmad
`;

const ROWS_OF: ReadonlyMap<string, ReadonlySet<number>> = rowsOf();

function rowsOf(): ReadonlyMap<string, ReadonlySet<number>> {
  const rows = new Map<string, Set<number>>();
  ROWS.trim()
    .split('\n')
    .forEach((row, number) => {
      for (const name of row.trim().split(/\s+/u)) {
        rows.set(name, (rows.get(name) ?? new Set()).add(number));
      }
    });
  return rows;
}

/** True where the two are forms of one given name: Bill and William, Mikhail and Michael. */
export function isNickname(one: string, other: string): boolean {
  const rows = ROWS_OF.get(one);
  const others = rows === undefined ? undefined : ROWS_OF.get(other);
  if (rows === undefined || others === undefined) return false;
  for (const row of rows) if (others.has(row)) return true;
  return false;
}

/** The numbers of the rows that a name stands in: forms of one given name share one. */
export function nicknameRowsOf(name: string): readonly number[] {
  return [...(ROWS_OF.get(name) ?? [])];
}

/** Every other form of a name that {@link isNickname} knows. */
export function nicknamesOf(name: string): readonly string[] {
  const rows = ROWS_OF.get(name);
  if (rows === undefined) return [];
  return [...ROWS_OF.keys()].filter((other) => other !== name && isNickname(name, other));
}
