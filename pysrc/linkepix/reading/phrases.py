"""Phrases that tell one part of a paste from another: labels of fields, closings, "at".

Data, like `vocabulary`; all are in lower case. LinkedIn's own labels are in `interface`.
"""
# ruff: noqa: RUF001 - phrases in many scripts, some of which look like Latin letters

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(";"))


LABELS = {
    "name": _listed("""
        name; full name; contact; contact person; contact name; prospect; lead; candidate;
        vollständiger name; ansprechpartner; ansprechpartnerin; nom complet; nom et prénom; nombre;
        nombre completo; nombre y apellidos; nome; nome completo; nome e cognome; naam; volledige naam;
        imię i nazwisko; namn; navn; nimi; jméno; ad soyad; isim; имя; фио; имя и фамилия; ім'я; піб;
        姓名; 名前; 氏名; お名前; 名字; 이름; 성명; الاسم; الاسم الكامل; नाम; पूरा नाम; שם; שם מלא; ชื่อ;
        όνομα; nama; nama lengkap; họ và tên; نام; نام و نام خانوادگی; ονοματεπώνυμο; nume; nume și prenume; név;
        teljes név; celé jméno; fullt navn; fulde navn; koko nimi; person; ansprechperson; interlocuteur
    """),
    "first": _listed("""
        first name; given name; vorname; prénom; primer nombre; voornaam; förnamn; fornavn; imię;
        křestní jméno; etunimi; first
    """),
    "last": _listed("""
        last name; surname; family name; nachname; familienname; nom; nom de famille; apellido;
        apellidos; sobrenome; apelido; cognome; achternaam; efternamn; etternavn; efternavn; nazwisko;
        příjmení; sukunimi; last
    """),
    "role": _listed("""
        role; title; job title; position; job; occupation; headline; current role; titel; rolle;
        funktion; berufsbezeichnung; stelle; beruf; tätigkeit; berufstitel; poste; fonction; rôle; titre;
        intitulé du poste; profession; cargo; puesto; rol; título; função; ruolo; posizione; qualifica;
        functie; functietitel; stanowisko; befattning; roll; stilling; tehtävä; pozice; unvan; görev;
        должность; роль; посада; 职位; 職位; 职务; 職稱; 役職; 肩書; 肩書き; 직책; 직위; 직함;
        المسمى الوظيفي; الوظيفة; المنصب; पद; תפקיד; ตำแหน่ง; θέση; jabatan; chức vụ; سمت;
        عنوان شغلی; شغل; funcție; funcția; beosztás; pozíció; munkakör; rooli;
        primary job title; current title; current position; jobtitle; position title; funktion/position; ammatti
    """),
    "company": _listed("""
        company; organization; organisation; employer; firm; current company; works at; company name;
        account; firma; unternehmen; arbeitgeber; entreprise; société; employeur; empresa; compañía;
        organización; companhia; azienda; società; bedrijf; werkgever; företag; arbetsgivare; virksomhed;
        bedrift; yritys; společnost; şirket; компания; организация; место работы; компанія; 公司; 单位;
        公司名称; 会社; 会社名; 勤務先; 회사; 회사명; الشركة; المؤسسة; कंपनी; संस्था; חברה; บริษัท;
        εταιρεία; perusahaan; công ty; شرکت; سازمان; companie; firmă; cég; vállalat; munkahely; organisaatio;
        primary organization; current employer; organisation name; organization name; works for; arbeitsplatz; firm name
    """),
    "location": _listed("""
        location; city; place; based in; lives in; region; town; ort; standort; wohnort; stadt; lieu;
        localisation; ville; ubicación; lugar; ciudad; localização; cidade; local; località; luogo;
        città; sede; locatie; plaats; stad; lokalizacja; miasto; miejscowość; plats; sted; sijainti;
        paikkakunta; město; lokalita; konum; şehir; местоположение; город; локация; місто; 地点; 所在地;
        城市; 地區; 勤務地; 場所; 위치; 지역; الموقع; المدينة; स्थान; शहर; מיקום; עיר; สถานที่;
        τοποθεσία; lokasi; địa điểm; شهر; مکان; محل; locație; oraș; localitate; hely; város; kaupunki; headquarters;
        based; address; adresse; home town; hometown; country; land
    """),
    "notes": _listed("""
        notes; note; about; bio; summary; comment; remarks; background; recent post; notizen; notiz;
        bemerkung; bemerkungen; info; über; zusammenfassung; remarques; à propos; résumé; notas; resumen;
        acerca de; observaciones; sobre; resumo; informazioni; opmerkingen; over; notatki; uwagi;
        anteckningar; noter; notater; заметки; о себе; примечание; нотатки; 备注; 简介; 備考; メモ; 메모;
        소개; ملاحظات; نبذة; टिप्पणी; הערות; หมายเหตุ; σημειώσεις; notlar; muistiinpanot
    """),
}

SURE_AT = (
    *(
        " at ",
        " @ ",
        " @",
        " bei der ",
        " beim ",
        " bei ",
        " chez ",
        " presso ",
        " bij de ",
        " bij ",
        " hos ",
    ),
    *(" для компании ", " в компании ", " у компанії ", " في شركة ", " لدى ", " در شرکت "),
    *(" στην ", " στον ", " στο ", " στη ", " tại ", " ve společnosti ", " ve firmě ", " u firmy ", " hos "),
    *(" w firmie ", " în cadrul ", " la firma ", " ב-", " בחברת "),
)
"""What stands between a role and a company, and nowhere else."""

MAYBE_AT = (
    " en ",
    " em ",
    " na ",
    " no ",
    " nel ",
    " på ",
    " ved ",
    " w ",
    " we ",
    " в ",
    " в «",
    " في ",
    " di ",
    " v ",
    " ve ",
    " у ",
    " में ",
    " در ",
    " i ",
)
"""The same, but they also lead to a field or a place: the right side must look like a name."""

HOUSED_AT = (" am ", " an der ", " im ", " in der ", " au ", " à la ", " à l'", " à l’", " al ")
"""The same, where the right side is a hospital, a university or the like."""

IS_A = (
    *(" is the ", " is an ", " is a ", " is our ", " is ", " works as an ", " works as a ", " works as the "),
    *(" works as ", " serves as ", " joined as ", ", who is the ", " ist die ", " ist der ", " ist als "),
    *(
        " ist unser ",
        " ist unsere ",
        " ist ",
        " arbeitet als ",
        " est la ",
        " est le ",
        " est ",
        " travaille comme ",
    ),
    *(
        " es la ",
        " es el ",
        " es ",
        " trabaja como ",
        " è la ",
        " è il ",
        " è ",
        " lavora come ",
        " é a ",
        " é o ",
    ),
    *(" é ", " trabalha como ", " is de ", " werkt als ", " är ", " er ", " jest ", " является ", " — это "),
    *("は", "是"),
)
WORKS_AT = (
    *(" works at ", " works for ", " arbeitet bei ", " travaille chez ", " trabaja en ", " lavora presso "),
    *(" trabalha na ", " trabalha no ", " werkt bij ", " arbetar på ", " работает в "),
)
I_AM = (
    *(
        "my name is ",
        "i'm ",
        "i’m ",
        "i am ",
        "this is ",
        "meet ",
        "ich bin ",
        "ich heiße ",
        "mein name ist ",
    ),
    *(
        "je suis ",
        "je m'appelle ",
        "je m’appelle ",
        "me llamo ",
        "mi nombre es ",
        "soy ",
        "mi chiamo ",
        "sono ",
    ),
    *("meu nome é ", "me chamo ", "sou ", "ik ben ", "mijn naam is ", "jag heter ", "jag är ", "jeg er "),
    *("меня зовут ", "我叫", "我是", "私は"),
)

LEADS = (
    *(" writes about ", " writes on ", " teaches ", " works on ", " schreibt über ", " écrit sur ", " escribe sobre "),
    *(" leads ", " runs ", " heads ", " manages ", " oversees ", " founded ", " co-founded ", " joined ", " directs "),
    *(" leitet ", " führt ", " gründete ", " verantwortet ", " dirige ", " gère ", " a fondé ", " pilote "),
    *(" lidera ", " coordina ", " fundó ", " gestiona ", " coordena ", " fundou ", " gere ", " guida ", " gestisce "),
    *(" leidt ", " leder ", " kieruje ", " prowadzi ", " руководит ", " возглавляет ", " yönetiyor "),
)
"""A duty follows, but no title."""

ATTENDEES = frozenset(
    _listed("""
    attendees; attending; participants; present; in attendance; guests; teilnehmer; teilnehmerinnen; teilnehmende;
    teilnehmer/innen; teilnehmer:innen; anwesend; anwesende; gäste; participants; participantes; participant;
    présents; présent; étaient présents; invités; asistentes; presentes; invitados; convidados; presenti; partecipanti;
    deelnemers; aanwezig
""")
)
"""What stands above a list of those who meet."""

NOBLE_TITLES = frozenset(
    _listed("""
    graf; gräfin; freiherr; freifrau; freiin; baron; baronin; baroness; fürst; fürstin; prinz; prinzessin; herzog;
    herzogin; ritter; count; countess; earl; duke; duchess; prince; princess; comte; comtesse; marquis; marquise; conde;
    condesa; condessa; conte; contessa; jonkheer
""")
)

MET = frozenset("met saw know called ask contact thank thanks via per from traf kenne rencontré conocí conheci".split())  # noqa: SIM905
"""A word that begins a note about somebody, and may have a capital."""

SHE_OR_HE = frozenset("she he they sie er elle il ella él lei lui ela ele zij hij hon han ona on она он".split())  # noqa: SIM905
"""A word that stands for somebody who was named in the sentence before."""

LIVES_IN = (
    *(" lives in ", " live in ", " living in ", " based in ", " is based out of ", " resides in ", " located in "),
    *(" lebt in ", " wohnt in ", " lebt und arbeitet in ", " mit Sitz in "),
    *(" vit à ", " habite à ", " basée à ", " basé à ", " installée à ", " installé à ", " vit en "),
    *(" vive en ", " reside en ", " radica en ", " afincada en ", " afincado en ", "Vive en ", "Vit à ", "Lebt in "),
    *(
        " vive em ",
        " mora em ",
        " mora no ",
        " mora na ",
        " vive a ",
        " abita a ",
        " risiede a ",
        "Vive em ",
        "Vive a ",
    ),
    *(" woont in ", "Woont in ", " bor i ", "Bor i ", " mieszka w ", "Mieszka w ", " живёт в ", " живет в ", " asuu "),
    *("Lives in ", "Based in ", " und lebt in ", " und wohnt in ", " and lives in ", " et vit à ", " y vive en "),
    *(" e vive em ", " e mora em ", " e vive a ", " en woont in "),
)

MAIL_HEADERS = _listed("""
    from:; sent:; von:; gesendet:; de:; de :; envoyé :; enviado:; da:; inviato:; van:; verzonden:; från:;
    fra:; от:; 发件人:; 差出人:; 보낸 사람:; من:
""")
"""What follows is an older mail, and somebody else's."""

WROTE = _listed("""
    wrote; schrieb; a écrit; escribió; ha scritto; escreveu; schreef; skrev; kirjoitti; napisał; napsal; yazdı;
    пишет; писал; написал; пише; 写道; 寫道; のメール; 작성; كتب; έγραψε; a scris; írta; menulis; viết
""")
"""What says, at the end of a line, that an older mail follows."""

FORWARDS = _listed("""
    fyi; for your information; see below; please see below; begin forwarded message; forwarded message;
    fw; fwd; wg; tr; rv; enc;
    zur info; zur information; zur kenntnis; z.k; siehe unten; weitergeleitete nachricht;
    anfang der weitergeleiteten nachricht; anfang der weitergeleiteten e-mail;
    pour info; pour information; voir ci-dessous; message transféré;
    début du message transféré; début du message réexpédié;
    para tu información; para su información; ver abajo; mensaje reenviado; inicio del mensaje reenviado;
    para informação; para conhecimento; veja abaixo; mensagem encaminhada; início da mensagem encaminhada;
    início da mensagem reencaminhada
""")
"""All that somebody writes who only passes a mail on."""

SENT_FROM = _listed("""
    sent from; sent via; get outlook for; gesendet von; gesendet mit; von meinem; outlook für; envoyé de; envoyé depuis;
    envoyé à partir; télécharger outlook; enviado desde; enviado do; enviado de; enviado a partir; obtener outlook;
    obter o outlook; inviato da; verzonden vanaf; skickat från; sendt fra
""")
"""What a telephone writes under a mail."""

DISCLAIMERS = _listed("""
    confidential; vertraulich; confidentiel; confidencial; riservat; vertrouwelijk; konfidenti; poufn;
    конфиденциальн; unsubscribe; abbestellen; désabonner; virus
""")

CLOSINGS = _listed("""
    best regards; kind regards; warm regards; warmest regards; with kind regards; regards; all the best;
    best wishes; best; cheers; sincerely; yours sincerely; sincerely yours; yours truly;
    yours faithfully; many thanks; thanks; thank you; thanks and regards; mit freundlichen grüßen;
    mit freundlichem gruß; mit besten grüßen; mit herzlichen grüßen; freundliche grüße; viele grüße;
    beste grüße; herzliche grüße; liebe grüße; schöne grüße; mit freundlichen grüssen;
    freundliche grüsse; viele grüsse; beste grüsse; mfg; lg; vg; cordialement; bien cordialement;
    bien à vous; sincères salutations; amicalement; merci; saludos; un saludo; saludos cordiales;
    un cordial saludo; atentamente; gracias; atenciosamente; cumprimentos; com os melhores cumprimentos;
    abraços; obrigado; obrigada; cordiali saluti; distinti saluti; un saluto; saluti; grazie;
    met vriendelijke groet; vriendelijke groet; vriendelijke groeten; groeten; med vänliga hälsningar;
    vänliga hälsningar; mvh; med venlig hilsen; venlig hilsen; med vennlig hilsen; vennlig hilsen;
    ystävällisin terveisin; terveisin; z poważaniem; pozdrawiam; s pozdravem; с уважением; з повагою;
    saygılarımla; よろしくお願いいたします; よろしくお願いします; 敬具; 此致; 敬礼; 祝好; 감사합니다;
    مع أطيب التحيات; مع خالص التحية; مع التحية; تحياتي; सादर; धन्यवाद
""")
