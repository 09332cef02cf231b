"""Words by which a reader knows a role, a company or a place. Data: recognised, never shown to anyone.

They are Python rather than a template or TOML because nobody reads them but this package, and bytecode
loads them for free. All are in lower case. The languages are those in which profiles are most often pasted.
"""
# ruff: noqa: RUF001, SIM905 - words of many scripts, some like Latin letters; lines of words are easier to change

from __future__ import annotations

ROLE_WORDS = frozenset(
    """
    ceo cto cfo coo cmo cio ciso cpo cro chro cdo cso vp svp evp avp gm hr md sdr bdr sre
    head lead chair owner partner buyer nurse doctor lawyer attorney author editor intern student teacher
    coach agent broker trader pilot chef baker judge chief officer fellow scientist designer writer
    dean clerk planner master skipper recruiter recruiting buying captain producer artist actor musician
    inhaber inhaberin chefin arzt ärztin einkauf einkäufer einkäuferin vertrieb vorstand
    maire juriste gérant gérante avocat avocate médecin acheteur acheteuse cadre chargé chargée
    jefe jefa dueño socio socia médico médica abogado abogada gerente
    sócio dono chefe titolare socio capo avvocato medico
    szef prezes dyrektor kierownik właściciel vd ägare chef ejer eier
    müdür müdürü kurucu başkan commercial commerciale commerciali técnico técnica tecnico principal
    대표 대표이사 이사 상무 전무
    """.split()
)
"""Matched as whole words; "chef" is a boss in six languages and a cook in a seventh, a role in all."""

ROLE_STEMS = tuple(
    """
    manager director direktor direktør directeur directrice directora direttore direttrice diretor
    engineer ingenieur ingénieu ingenier ingegner engenheir inżynier ingenjör
    developer entwickler développeu desarrollador desenvolvedor sviluppat programist
    founder gründer fondat fundador oprichter grundare grunnlegg założyciel leiter leitung geschäftsführ
    consultant consultor consulente berater conseiller conseillère doradca konsult advisor adviser
    executive president präsident président presidente architect architekt arquitect analyst analist
    analista analityk specialist spezialist spécialiste especialista specjalista professor professeur
    profesor docent lecturer researcher forscher chercheu investigador ricercat administrator
    coordinator coördinator coordinateur coordinatrice coordinador koordinator representative strategist
    programmer technician techniker technicien technicienne accountant buchhalter comptable contador
    journalist periodist jornalist giornalist
    associate assistant assistent asistente supervisor superviseur responsable responsabile
    verantwoordelijk beauftragte referentin sachbearbeit kaufmann kauffrau verkäufer vendeu vendedor
    designer gestalter concepteur diseñador projektleit evangelist entrepreneur unternehmer freelancer
    директор руководитель менеджер инженер разработчик основатель аналитик начальник специалист
    керівник інженер засновник
    مدير مديرة رئيس رئيسة مهندس مهندسة مؤسس محلل مستشار مطور
    प्रमुख निदेशक प्रबंधक अभियंता संस्थापक अध्यक्ष सलाहकार
    部長 部长 課長 社長 係長 取締役 会長 代表 室長 担当 総裁 マネージャー エンジニア デザイナー ディレクター
    总监 经理 總監 經理 总裁 總裁 董事 工程师 工程師 主管 主任 创始人 創辦人 设计师 设计師 顾问 顧問 教授
    부장 과장 차장 팀장 사장 매니저 엔지니어 개발자 디자이너
    sjef päällikk johtaja vezet igazgat vedouc ředitel hoofd ansvarig uzman yönetici sorumlu giám trưởng manajer
    direktur pengurus kepala ketua หัวหน้า مدیر کارشناس рук. нач. руководит управля
    מנהל מנהלת מהנדס מהנדסת סמנכ מייסד
    ผู้จัดการ ผู้อำนวยการ วิศวกร
    """.split()
)
"""Matched anywhere in a word, because many languages build one word of several."""

TITLES_BEFORE_OF = frozenset(
    """
    ceo cto cfo coo cmo cio founder co-founder cofounder owner president chair chairman chairwoman
    chairperson partner geschäftsführer geschäftsführerin inhaber inhaberin gründer gründerin vorstand
    fondateur fondatrice fundador fundadora président présidente presidente presidenta général générale
    general generale geral delegato délégué
    """.split()
)
"""After these "of" leads to a company; after "head" or "director" it leads to a field."""

LEGAL_FORMS = frozenset(
    """
    gmbh mbh kg kgaa ohg ug ag se inc llc ltd limited plc corp corporation co company
    sa sas sasu sarl sàrl sl slu sau spa s.p.a srl s.r.l s.a s.l bv b.v nv n.v vof ab as a/s aps asa oy oyj
    kft zrt bt sp.z.o.o o.o sro s.r.o a.s doo d.o.o pty pte pvt bhd llp lp kk k.k gk ltda lda eirl cv tbk
    e.v mbb ооо оао зао пао ао тов
    """.split()
)
SHORT_LEGAL_FORMS = frozenset(
    {"AG", "SE", "UG", "KG", "SA", "SL", "BV", "NV", "AB", "AS", "Oy", "LP", "KK", "Co", "АО"}
)
"""Of two letters: believed only as they are written here, because "as" and "se" are words."""

COMPANY_WORDS = frozenset(
    """
    group gruppe groupe grupo gruppo holding holdings bank banque banco banca labs lab studio studios agency
    agentur agence technologies technology solutions systems software consulting partners ventures capital
    industries logistics services university universität université universidad universidade università
    institute institut instituto hospital klinikum clinic foundation stiftung fondation fundación werke
    college school schule ministry ministerium museum verlag press media industrie international
    """.split()
)
SCHOOL_WORDS = frozenset(
    """
    university universität université universidad universidade università universiteit uniwersytet universitet
    school schule école escuela escola scuola college collège hochschule institute institut instituto academy
    akademie académie academia polytechnic université 大学 大學 大学院 대학교 университет институт جامعة
    """.split()
)

COMPANY_PARTS = (
    *("株式会社", "有限会社", "合同会社", "公司", "集团", "集團", "银行", "銀行", "大学", "大學", "事務所"),
    *("주식회사", "그룹", "은행", "대학교", "شركة", "مجموعة", "جامعة", "कंपनी", "लिमिटेड", "บริษัท"),
)

NOT_A_NAME = frozenset(
    """
    i i'm i’m dear hi hello hallo hey liebe lieber sehr geehrte geehrter bonjour cher chère
    hola estimado estimada     olá ciao caro cara beste hej
    about contact home privacy policy terms team our services service products product careers career news
    blog sign log login learn more read view show see all supply chain machine learning us we the and or of
    for with your my by to in on at from is are was this that new best regards kind welcome copyright
    cookies cookie settings help support press follow message connect search menu skip jobs job network
    profile profil perfil page website web open work working based case studies study customer customers
    über uns kontakt impressum datenschutz startseite mehr netzwerk mein ihr nachricht und die das
    accueil réseau emplois mentions légales et les des inicio empleos mensajes
    marketing sales finance logistics engineering design software data cloud digital business
    development research science health people operations office department abteilung
    linkedin facebook instagram twitter github xing youtube
    email e-mail phone tel telefon mobile fax website url address adresse
    before after current currently present prior former formerly previously since until when where while how why what
    who which it its he she they his her their our not no yes out up down off over under into about
    order item items ship shipping track arriving delivery invoice total payment subject re fwd sent date page
    overview summary reviews photos directions save share nearby hours open closed play shuffle repeat next previous
    resume curriculum vitae cv lebenslauf references referenzen skills overview hybrid remote onsite full-time
    part-time vollzeit teilzeit apply
    soy ich je sono sou jag jeg ik
    street road avenue strasse straße allee platz rue calle via
    chapter stories story top part act scene section volume monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo
    안녕하세요 はじめまして こんにちは 您好 你好
    lorem ipsum
    """.split()
)
"""A line with one of these as a word is not somebody's name."""

NAME_PARTICLES = frozenset(
    """
    van von der den de del della di da do dos das du des la le el al bin bint ibn ben abu ter ten te zu zum los las
    y e i af av st 't 's d' het und zu auf thoe op mac ap ab ferch binti binte bte bt a/l a/p al- el- ben bar ould
    """.split()
)

CREDENTIALS = frozenset(
    """
    phd ph.d dr md mba msc m.sc bsc b.sc ma m.a ba b.a llm pmp cpa cfa cissp esq jr sr ii iii iv frcp
    pe rn dba ccie obe mbe cbe kc qc frics mrics frcs frs ceng mrcp fca aca acca cfp cipd fcipd mcips fcips mciob
    mph mph. mps llb lld dds dvm edd psyd jd gphr sphr cfe cisa cism lcsw faia aia leed p.e p.eng peng csc bcom mcom
    mphil dphil dipl m.d d.o d.d.s rph msw med m.ed bed b.ed btech mtech b.tech m.tech bse mse cscp capm csm ccnp
     shrm-scp shrm-cp prince2 csm acca facs dipl.-ing ing
    """.split()
)

MIXED_CREDENTIALS = frozenset(
    """
    CEng IEng EngTech CTech CPhys CChem CSci CMath CGeol CBiol CMgr CPsychol MEng BEng MChem MPhys MSci MPharm MSt
    BArch MArch BMus MMus DPhil MSocSc BVSc PGDip MIMechE FIMechE AMIMechE MIChemE FIChemE MIStructE FIStructE
    MIFireE FInstP MInstP FRAeS MRAeS FCIArb MCIArb MRPharmS FRPharmS FRCPath FRCPsych MRCPsych FRCSEd FRCPEd FICFor
    MBPsS
    """.split()
)
"""Such that only their small letters tell from a surname in capitals. By hand: no package lists them."""

COUNTRIES = frozenset(
    """
    argentina australia austria bangladesh belgium brazil bulgaria cambodia canada chile china colombia
    croatia cyprus czechia denmark ecuador egypt estonia ethiopia finland france georgia germany ghana
    greece hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan
    kenya kuwait latvia lebanon lithuania luxembourg malaysia malta mexico morocco nepal netherlands
    nigeria norway pakistan panama peru philippines poland portugal qatar romania russia rwanda senegal
    serbia singapore slovakia slovenia spain sweden switzerland taiwan tanzania thailand tunisia turkey
    türkiye uganda ukraine uruguay usa uk uae venezuela vietnam
    england scotland wales california texas
    deutschland österreich schweiz frankreich spanien italien niederlande belgien polen schweden dänemark
    norwegen finnland vereinigtes allemagne autriche suisse espagne italie belgique españa alemania suiza
    francia italia méxico brasil perú portogallo svizzera germania nederland duitsland belgië polska
    sverige danmark norge suomi česko magyarország românia ελλάδα
    россия украина україна казахстан беларусь
    日本 中国 中國 台灣 台湾 香港 東京都 大阪府 北京 上海 深圳 广州 東京 대한민국 한국 서울
    مصر السعودية الإمارات الأردن المغرب لبنان قطر الكويت دبي القاهرة الرياض
    भारत दिल्ली मुंबई ישראל ประเทศไทย
    """.split()
)
LONG_COUNTRIES = frozenset(
    {
        "united states",
        "united states of america",
        "united kingdom",
        "united arab emirates",
        "saudi arabia",
        "south africa",
        "south korea",
        "new zealand",
        "czech republic",
        "costa rica",
        "sri lanka",
        "hong kong",
        "hong kong sar",
        "the netherlands",
        "vereinigte staaten",
        "vereinigtes königreich",
        "états-unis",
        "royaume-uni",
        "estados unidos",
        "reino unido",
        "stati uniti",
        "regno unito",
        "países bajos",
        "pays-bas",
        "المملكة العربية السعودية",
        "الإمارات العربية المتحدة",
    }
)
REGION_WORDS = frozenset(
    """
    area region metropolitan metropolregion greater großraum raum umgebung périphérie alrededores région
    región região regione metropolitana umland omgeving okolice
    """.split()
)

TOPICS = frozenset(
    """
    marketing ventas finanzas logística logistica vendas finanças tecnología tecnologia salud saúde educación
    educação derecho direito ingeniería engenharia diseño design comunicación comunicação software datos
    dados informática recursos humanos compras operaciones operações ciberseguridad digital data ia ai it
    engineering operations product growth people strategy security customer
    success innovation technology intelligence training progress transition sales finance logistique
    informatique
    """.split()
)
"""Fields of work: after "of", and after the "in" of Romance languages, they stand where a company may."""

CIVIL_TITLES = frozenset(
    """
    mr mrs ms miss mx messrs herr frau hr mme mlle madame monsieur sr sra srta señor señora señorita don doña
    sig sig.ra signor signora dhr mevr pan pani bay bayan г-н г-жа госпожа господин السيد السيدة श्री श्रीमती
    smt shri คุณ นาย นาง นางสาว bpk bapak ibu
    """.split()
)
"""Before a name, and no part of it."""

TITLES = frozenset(
    """
    dr dra prof professor professorin mag dipl ing univ priv pd dott avv eng engº enga mgr bc judr mudr phdr rndr
    mvdr doc docent captain capt cpt commander cdr colonel col major lt sgt gen sir dame lord lady rev reverend
    fr father sister rabbi imam sheikh sheikha hon honorable honourable maître me arq lic lcdo ca cpl ir drs mr.
    h.c med rer nat phil oec techn м д م د أ أ.د पं डॉ प्रो ดร ผศ รศ รองศาสตราจารย์ datuk dato tan sri freiherr freifrau
    graf gräfin baron baroness baronin prinz prinzessin comte comtesse
    """.split()
)
"""Before a name, and kept with it; without what follows their full stop."""

ROLE_MODIFIERS = frozenset(
    """
    senior junior deputy assistant associate chief head lead managing presiding general executive vice principal
    acting interim former regional national global area district staff group plant sales account product project
    team master trainee apprentice freelance independent certified registered qualified private public corporate
    technical marketing purchasing finance clinical medical legal creative art executive pastry sous line night
    leitende leitender stellvertretende stellvertretender kaufmännischer technischer premier chef adjoint jefe
    """.split()
)
"""Before a job: with one of these in front, "Baker" is no surname."""

SURNAMES_THAT_ARE_ROLES = frozenset(
    """
    archer baker barber bishop brewer butcher butler carpenter carter chandler clark clerk coach cook cooper
    dean draper driver dyer farmer fisher fletcher forester foreman gardener gardner glover head hunter judge
    king knight marshall mason mayor miller miner page painter parson partner pilot piper planner porter potter
    priest prior sailor sawyer shepherd singer skinner slater smith spicer steward taylor thatcher tiler turner
    tyler usher walker ward weaver webster wright author buyer owner chair fellow
    bauer becker fischer förster gerber jäger kaufmann koch krämer krüger maurer metzger meister müller pfarrer
    richter schäfer schmied schmidt schneider schreiber schreiner schuster schulze wagner weber wirt zimmermann
    boucher boulanger charpentier fournier lefebvre mercier meunier berger chevalier maire
    herrero zapatero guerrero pastor caballero molinero ferrari barbieri sartori fabbri medico capo
    kowal kowalski krawczyk młynarz kucharz bakker visser smit kuiper meyer mayer
    """.split()
)
"""Jobs that are surnames as well."""

REGIONS = frozenset(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK
    OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AB BC MB NB NL NS NT NU ON PE QC SK YT NSW VIC QLD WA SA TAS ACT
    UK USA US UAE EU GB NZ SP RJ MG RS PR BA
    """.split()
)
"""Codes of states and countries, as they stand behind a town."""

ENDINGS_OF_NOUNS = (
    *("ing", "ship", "ment", "tion", "sion", "ness", "ancy", "ency", "ance", "ence", "ism", "ology", "omics"),
    *("ung", "schaft", "heit", "keit", "tät", "ción", "ção", "zione", "stwo", "ость", "ние"),
)
"""Of words for a field, a post or a quality, which head a list and name no person."""

DEPARTMENTS = frozenset(
    """
    affairs acquisition procurement relations management accounts planning quality safety compliance risk legal
    claims audit tax treasury communications brand brands partnerships projects programmes programs delivery supply
    purchasing sourcing facilities maintenance production manufacturing warehouse logistics distribution retail
    wholesale revenue payroll benefits talent culture accounting controlling pricing analytics insights infrastructure
    platform enterprise channel channels exports imports transport fleet assurance governance sustainability
    einkauf vertrieb personal produktion fertigung technik entwicklung qualität instandhaltung verkauf rechnungswesen
    achats ventes production qualité juridique affaires producción calidad ventas produzione vendite acquisti
    """.split()
)
"""Fields of work that end what follows "Director, …"; `TOPICS` stand there alone."""

MARKETS = frozenset(
    """
    EMEA APAC DACH LATAM AMER AMERICAS ANZ MENA NORDICS BENELUX ASEAN CEE EUROPE ASIA AFRICA WORLDWIDE GLOBAL
    """.split()
)
"""Parts of the world for which somebody is responsible, in capitals."""

COMPANY_STEMS = tuple(
    """
    klinikum krankenhaus stadtwerke werke sparkasse volksbank brauerei reederei kanzlei apotheke hochschule
    universit klinik ziekenhuis sjukhus sykehus sairaala szpital больниц університет университет завод банк
    """.split()
)
"""Inside a single word, which so is the name of an organisation."""

COMPANY_FIRST = frozenset(
    """
    pt cv cabinet atelier ateliers hospital clínica clinica clinique hôpital groupe grupo gruppo bodegas
    hotel hôtel restaurant restaurante ristorante cooperativa fundación fundação fundacja fondation
    universidad universidade université universität university ayuntamiento stadt gemeinde landkreis mairie comune
    câmara prefeitura city county town ministry ministerio ministère department superior supreme court royal
    institute institut instituto istituto banco banque bank banca école escuela scuola colegio lycée studio
    stichting stiftung vereniging domaine château chateau weingut bodega cantina tenuta quinta azienda museum musée
    bureau büro agence agencia praxis kanzlei fa firma zakład spółdzielnia fabryka construções
    construcciones constructions transportes transports société sociedad công tập ngân
    ооо зао пао ао тов ип
    """.split()
)
"""The first word of organisations' names."""

MONTHS_AND_DAYS = frozenset(
    """
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday januar februar märz mai juni juli oktober dezember montag dienstag mittwoch
    donnerstag freitag samstag sonntag janvier février mars avril juin juillet août septembre octobre novembre
    décembre lundi mardi mercredi jeudi vendredi samedi dimanche enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo today tomorrow
    yesterday heute morgen gestern
    """.split()
)
