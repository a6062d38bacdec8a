import { fold } from '../sounds/fold.ts';

/**
 * Words that are common in names the world over, in four classes of how many names in a thousand hold
 * them. A list that is small cannot tell that its one Smith is no rare name; this table can.
 */
const CLASSES: readonly (readonly [perThousand: number, words: string])[] = [
  [
    20,
    `muhammad mohammed mohamed ahmed ali abdul hassan hussein company international trading group bank
    china general national trust global international services`,
  ],
  [
    6,
    `abdullah ibrahim omar umar khan mahmoud mustafa yusuf khalid said abdel din rahman aziz hamid kim lee wang
    li zhang chen liu yang maria jose juan john michael david james robert ivan sergey vladimir alexander
    singh kumar nguyen garcia rodriguez hernandez lopez martinez gonzalez perez sanchez smith ivanov jean
    industries industrial holdings holding corporation enterprise enterprises investment investments finance
    financial capital fund insurance industry shipping marine maritime oil gas petroleum energy power
    technology technologies systems engineering construction development export import commercial business
    solutions management foundation association organization institute university center ministry department
    state republic islamic people united states america american iran syria iraq russia korea africa asia
    europe middle east north south west international new hong kong star sea ocean union party movement front
    army liberation council committee society agency office security defense defence military research
    science sciences factory plant works manufacturing production products supply chemical steel metal mining
    electric electronics electronic communication communications media news air airlines aviation aerospace
    transport transportation logistics cargo lines line express travel tourism hotel real estate properties
    property agriculture agricultural food foods medical pharmaceutical health equipment machinery heavy
    auto automotive motor motors computer software information consulting partners brothers sons family
    charity relief aid fund world worldwide universal royal imperial first gold golden silver diamond blue
    red green white black sun moon great big`,
  ],
  [
    2,
    `hussain hasan osman othman saleh salih salim salem karim rashid nasser nasir hamad hamza tariq jamal
    kamal latif malik rahim sharif ismail idris iqbal javed anwar akbar asghar aslam amin amir bashir bilal
    faisal farooq farid ghani habib haidar hakim haq hamed imran jaber jafar kareem majid mansour masood mehdi
    mohsen murad musa nabil nadir nawaz noor nur qasim rafiq rahmat raza sadiq saeed saleem shah shahid sultan
    suleiman sulaiman syed tahir usman wahid waleed walid yasin yasir yunus zahid zahir zaid zaman zia ziad
    park choi jung jong cho chol song hyon myong yong un jin chang kwang sung sun young ho su il nam hwa ryong
    wei xin ying ming hua jun jian feng hui lin huang zhao wu zhou xu sun ma zhu hu guo he gao luo liang
    xie tang han feng deng cao peng zeng xiao tian dong yuan pan yu jiang cai yi fang bin lei tao
    carlos luis antonio francisco manuel jesus miguel pedro jorge rafael fernando alberto alejandro ricardo
    eduardo mario roberto javier daniel oscar raul victor hugo enrique ramon ruben diego sergio andres pablo
    ramirez torres flores rivera gomez diaz reyes cruz morales ortiz gutierrez chavez ramos mendoza ruiz
    alvarez castillo romero moreno herrera medina aguilar vargas castro guzman silva santos oliveira souza
    pereira lima costa ferreira rodrigues almeida gomes martins
    peter paul thomas richard charles christopher william joseph george mark anthony andrew steven kevin brian
    edward ronald timothy jason jeffrey ryan jacob gary nicholas eric stephen jonathan larry frank scott
    justin patrick anna mary elizabeth jennifer linda barbara susan jessica sarah karen nancy lisa margaret
    betty sandra ashley emily michelle laura
    johnson williams brown jones miller davis wilson anderson taylor moore jackson martin thompson white
    harris clark lewis robinson walker young allen king wright scott hill green adams baker nelson carter
    mitchell campbell roberts phillips evans turner parker collins edwards stewart morris murphy cook rogers
    morgan cooper peterson reed bailey kelly howard ward cox richardson watson brooks wood bennett gray
    sergei dmitry andrey alexey mikhail nikolai igor oleg yuri viktor pavel konstantin maxim anton denis roman
    evgeny boris vitaly valery anatoly gennady ruslan timur artem kirill petrov sidorov smirnov kuznetsov popov
    vasiliev sokolov mikhailov novikov fedorov morozov volkov alekseev lebedev semenov egorov pavlov kozlov
    stepanov nikolaev orlov andreev makarov nikitin zakharov magomedov aliyev mammadov hasanov huseynov
    ivanovich vladimirovich sergeevich nikolaevich alexandrovich viktorovich mikhailovich petrovich
    anatolievich vasilievich magomedovich dmitrievich yurievich andreevich olga elena tatiana natalia irina
    svetlana ekaterina anastasia
    ram sharma gupta patel das kaur devi prasad rao reddy raj chand lal mishra verma yadav jain shah mehta
    begum bibi islam rahman uddin miah hossain akter akhtar ahmad chowdhury chaudhry butt malik mirza sheikh
    tran le pham hoang phan vu vo dang bui do ngo duong thi van minh duc anh
    mehmet mustafa huseyin yilmaz kaya demir celik sahin yildiz ozturk aydin arslan dogan kilic
    hans peter klaus wolfgang jurgen werner helmut dieter muller schmidt schneider fischer weber meyer wagner
    becker schulz hoffmann koch bauer richter klein wolf schroder neumann schwarz zimmermann braun
    pierre michel philippe alain bernard jacques daniel francois marie bernard dubois durand leroy moreau
    giuseppe giovanni marco andrea francesco paolo rossi russo ferrari
    jan piotr andrzej krzysztof tomasz nowak kowalski novak horvath nagy
    diallo traore keita camara ba sow diop ndiaye fall sy barry ousmane moussa ibrahima mamadou abubakar musa
    adamu sani bello okafor mensah abdi abdullahi yusuf omar nur warsame jama farah osman dahir
    tanaka sato suzuki watanabe ito yamamoto nakamura kobayashi
    gul jan wali agha haqqani mohammadi ahmadi hosseini rezaei karimi moradi
    bin trust exchange market stores shop center city town river mountain land island`,
  ],
];

const PER_THOUSAND: ReadonlyMap<string, number> = perThousand();

function perThousand(): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [share, words] of CLASSES) {
    for (const word of words.trim().split(/\s+/u)) {
      const folded = fold(word);
      shares.set(folded, Math.max(share, shares.get(folded) ?? 0));
    }
  }
  return shares;
}

/** The share of names that hold a word nobody has counted. */
const UNCOUNTED = 3e-6;

/** The share of all names that hold a folded word, as far as the table knows. */
export function backgroundShare(folded: string): number {
  const share = PER_THOUSAND.get(folded);
  return share === undefined ? UNCOUNTED : share / 1000;
}
