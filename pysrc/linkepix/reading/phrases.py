"""Phrases that tell one part of a paste from another: labels, headings, buttons, closings, "at".

Data, like `vocabulary`. Headings and buttons are LinkedIn's own in each language; all are in lower case.
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
        όνομα; nama; họ và tên
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
        المسمى الوظيفي; الوظيفة; المنصب; पद; תפקיד; ตำแหน่ง; θέση; jabatan; chức vụ
    """),
    "company": _listed("""
        company; organization; organisation; employer; firm; current company; works at; company name;
        account; firma; unternehmen; arbeitgeber; entreprise; société; employeur; empresa; compañía;
        organización; companhia; azienda; società; bedrijf; werkgever; företag; arbetsgivare; virksomhed;
        bedrift; yritys; společnost; şirket; компания; организация; место работы; компанія; 公司; 单位;
        公司名称; 会社; 会社名; 勤務先; 회사; 회사명; الشركة; المؤسسة; कंपनी; संस्था; חברה; บริษัท;
        εταιρεία; perusahaan; công ty
    """),
    "location": _listed("""
        location; city; place; based in; lives in; region; town; ort; standort; wohnort; stadt; lieu;
        localisation; ville; ubicación; lugar; ciudad; localização; cidade; local; località; luogo;
        città; sede; locatie; plaats; stad; lokalizacja; miasto; miejscowość; plats; sted; sijainti;
        paikkakunta; město; lokalita; konum; şehir; местоположение; город; локация; місто; 地点; 所在地;
        城市; 地區; 勤務地; 場所; 위치; 지역; الموقع; المدينة; स्थान; शहर; מיקום; עיר; สถานที่;
        τοποθεσία; lokasi; địa điểm
    """),
    "notes": _listed("""
        notes; note; about; bio; summary; comment; remarks; background; recent post; notizen; notiz;
        bemerkung; bemerkungen; info; über; zusammenfassung; remarques; à propos; résumé; notas; resumen;
        acerca de; observaciones; sobre; resumo; informazioni; opmerkingen; over; notatki; uwagi;
        anteckningar; noter; notater; заметки; о себе; примечание; нотатки; 备注; 简介; 備考; メモ; 메모;
        소개; ملاحظات; نبذة; टिप्पणी; הערות; หมายเหตุ; σημειώσεις; notlar; muistiinpanot
    """),
}

SECTIONS = {
    "about": frozenset(
        _listed("""
        about; info; summary; über mich; zusammenfassung; infos; à propos; acerca de; extracto; sobre;
        informazioni; over; om; tietoja; o mnie; informacje; общие сведения; о себе; 自己紹介; 基本情報;
        关于; 關於; 个人简介; 소개; نبذة عني; حول; परिचय; hakkında; informace; resumo
    """)
    ),
    "activity": frozenset(
        _listed("""
        activity; featured; aktivitäten; im fokus; activité; sélection; actividad; destacado; atividades;
        em destaque; attività; in primo piano; activiteit; uitgelicht; aktivitet; aktywność; действия;
        アクティビティ; 动态; 動態; 활동; النشاط; गतिविधि; aktivite; aktivita
    """)
    ),
    "experience": frozenset(
        _listed("""
        experience; berufserfahrung; expérience; experiencia; experiência; esperienza; ervaring;
        erfarenhet; erfaring; työkokemus; doświadczenie; опыт работы; 職歴; 工作经历; 工作經歷; 工作经验;
        경력; الخبرة; अनुभव; deneyim; zkušenosti; досвід
    """)
    ),
    "other": frozenset(
        _listed("""
        education; skills; licenses & certifications; languages; interests; volunteering;
        recommendations; projects; publications; courses; honors & awards; causes; services;
        organizations; patents; test scores; contact; ausbildung; kenntnisse; sprachen; interessen;
        ehrenamt; empfehlungen; projekte; formation; compétences; langues; centres d’intérêt;
        recommandations; bénévolat; educación; aptitudes; conocimientos y aptitudes; idiomas; intereses;
        formação acadêmica; competências; interesses; formazione; competenze; lingue; opleiding;
        vaardigheden; talen; utbildning; kompetenser; uddannelse; wykształcenie; umiejętności;
        образование; навыки; 学歴; スキル; 教育经历; 技能; 학력; 보유기술; التعليم; المهارات; शिक्षा;
        कौशल; eğitim; yetenekler; vzdělání
    """)
    ),
}

OTHER_PEOPLE = frozenset(
    _listed("""
    people also viewed; people you may know; more profiles for you; explore premium profiles;
    you might like; people who follow; others also viewed; explore more posts; promoted;
    pages people also viewed; similar profiles; more profiles; who your viewers also viewed;
    andere besuchten auch; personen, die sie vielleicht kennen; weitere profile für sie;
    premium-profile entdecken; das könnte sie auch interessieren; personen, die sie kennen könnten;
    autres profils consultés; plus de profils pour vous; vous connaissez peut-être;
    vous pourriez aussi aimer; explorer les profils premium; profils similaires; otros perfiles vistos;
    más perfiles para ti; gente que podrías conocer; tal vez te interese; otras personas vieron;
    as pessoas também viram; outros perfis visitados; mais perfis para você;
    pessoas que talvez você conheça; altri profili consultati; altri profili per te;
    persone che potresti conoscere; anderen bekeken ook; meer profielen voor u;
    personen die u misschien kent; andra har även tittat på; osoby, które możesz znać;
    inni oglądali również; люди также просматривали; вы можете их знать; другие просматривали;
    похожие профили; 他の人はこちらも閲覧; 他のユーザーが閲覧したプロフィール; 看过此页面的会员还看了;
    다른 사람들이 함께 본 프로필; الأشخاص الذين قد تعرفهم; अन्य लोगों ने यह भी देखा
""")
)
"""What follows these headings is about somebody else: nothing below is read."""

CONTACT_INFO = _listed("""
    contact info; kontaktinfo; kontaktinformationen; kontaktdaten; coordonnées; datos de contacto;
    información de contacto; informações de contato; informações de contacto; dados de contato;
    informazioni di contatto; contactgegevens; kontaktuppgifter; kontaktoplysninger; kontaktinformasjon;
    yhteystiedot; dane kontaktowe; kontaktní informace; iletişim bilgileri; контактная информация;
    контактні дані; контактные данные; 联系方式; 聯絡資訊; 連絡先情報; 連絡先; 연락처; معلومات الاتصال;
    संपर्क जानकारी; פרטי קשר
""")

CHROME = frozenset(
    _listed("""
    skip to main content; skip to search; skip to content; home; my network; jobs; messaging;
    notifications; me; for business; work; try premium; message; connect; follow; more; following;
    pending; save in sales navigator; book an appointment; visit my website; view profile;
    view full profile; see all; show all; show more; show less; see more; …see more; ...see more; …more;
    ...more; … more; verified; has verifications; open to work; posts; comments; images; videos;
    reactions; loaded; like; comment; repost; send; highlights; premium; influencer; join now; sign in;
    join to view profile; report this profile; learning; get the app; linkedin; 0 notifications; menu;
    search; contact; back; zum hauptinhalt springen; startseite; ihr netzwerk; mein netzwerk;
    nachrichten; mitteilungen; für unternehmen; nachricht; vernetzen; folgen; mehr; sie; beiträge;
    alle anzeigen; mehr anzeigen; …mehr; verifiziert; suche; benachrichtigungen; ich;
    passer au contenu principal; accueil; mon réseau; réseau; emplois; messagerie; vous;
    pour les entreprises; se connecter; suivre; plus; voir plus; tout afficher;
    saltar al contenido principal; inicio; mi red; empleos; mensajes; notificaciones; yo; para negocios;
    mensaje; conectar; seguir; más; mostrar todo; publicaciones; ver más; ir para o conteúdo principal;
    início; minha rede; vagas; mensagens; notificações; eu; mensagem; mais; conectar-se; exibir tudo;
    publicações; para negócios; rete; lavoro; messaggistica; notifiche; tu; messaggio; collegati; segui;
    altro; mijn netwerk; vacatures; berichten; meldingen; bericht; volgen; meer; connectie maken;
    главная; сеть; вакансии; сообщения; уведомления; сообщение; установить контакт; ещё; ホーム;
    マイネットワーク; 求人; メッセージ; お知らせ; つながりを申請; フォローする; その他; 首页; 人脉; 职位;
    消息; 通知; 加为好友; 关注; 更多; 홈; 인맥; 채용공고; 메시지; 알림; الصفحة الرئيسية; شبكتي; الوظائف;
    الرسائل; الإشعارات; رسالة; تواصل; متابعة; المزيد
""")
)
"""Buttons and menus of a page, copied along with it."""

COUNTERS = _listed("""
    connection; follower; mutual; kontakte; gemeinsam; relations; abonnés; contactos; seguidores;
    conexões; collegamenti; connecties; volgers; kontakter; följare; kontaktów; obserwujących; контакт;
    подписчик; отслеживающ; 人脉; 关注者; つながり; フォロワー; 1촌; 팔로워; متابع; اتصال; कनेक्शन;
    फ़ॉलोअर; bağlantı; takipçi; notification; reactions; impressions
""")
"""A short line with a digit and one of these counts something."""

EMPLOYMENT = frozenset(
    _listed("""
    alternance; apprenticeship; autónomo; autônomo; befristet; cdd; cdi; contract; deltid;
    festanstellung; freelance; freiberuflich; full-time; fulltime; heltid; indépendant; internship;
    part-time; parttime; permanent; praktikum; seasonal; selbstständig; self-employed; stage; teilzeit;
    vollzeit; zelfstandig; 全职; 兼职; 契約社員; 正社員; 계약직; 정규직; jornada completa; media jornada;
    pełny etat; tempo indeterminato; tempo integral; tempo parziale; tempo pieno; temps partiel;
    temps plein; полный рабочий день; دوام كامل; पूर्णकालिक
""")
)
"""How somebody is employed: it stands where a company may."""

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
    *(" для компании ", " в компании ", " في شركة ", " لدى "),
)
"""What stands between a role and a company, and nowhere else."""

MAYBE_AT = (" en ", " em ", " na ", " no ", " nel ", " på ", " ved ", " w ", " we ", " в ", " в «", " في ")
"""The same, but they also lead to a field or a place: the right side must look like a name."""

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

MAIL_HEADERS = _listed("""
    from:; sent:; von:; gesendet:; de:; de :; envoyé :; enviado:; da:; inviato:; van:; verzonden:; från:;
    fra:; от:; 发件人:; 差出人:; 보낸 사람:; من:
""")
"""What follows is an older mail, and somebody else's."""

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
