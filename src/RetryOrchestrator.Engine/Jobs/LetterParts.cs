using System.Collections.Frozen;

namespace RetryOrchestrator.Engine.Jobs;

/// <summary>
/// Unicode's canonical compositions of two characters of 16 bits but for Hangul, which is reckoned:
/// behind each mark the letters it joins, each followed by the letter they make.
/// </summary>
internal static class LetterParts
{
    private static readonly Dictionary<char, string> ByMark = new()
    {
        ['\u0300'] =
            "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳ¨῭ÂẦÊỀÔỒÜǛâầêềôồüǜĂẰăằĒḔēḕŌṐōṑƠỜơờƯỪưừΑᾺΕῈΗῊΙῚΟῸΥῪΩῺαὰεὲηὴιὶοὸυὺωὼϊῒϋῢЕЀИЍеѐиѝἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫ᾿῍῾῝",
        ['\u0301'] =
            "AÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź¨΅ÂẤÅǺÆǼÇḈÊẾÏḮÔỐÕṌØǾÜǗâấåǻæǽçḉêếïḯôốõṍøǿüǘĂẮăắĒḖēḗŌṒōṓŨṸũṹƠỚơớƯỨưứΑΆΕΈΗΉΙΊΟΌΥΎΩΏαάεέηήιίοόυύωώϊΐϋΰϒϓГЃКЌгѓкќἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞",
        ['\u0302'] = "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑẠẬạậẸỆẹệỌỘọộ",
        ['\u0303'] = "AÃEẼIĨNÑOÕUŨVṼYỸaãeẽiĩnñoõuũvṽyỹÂẪÊỄÔỖâẫêễôỗĂẴăẵƠỠơỡƯỮưữ",
        ['\u0304'] =
            "AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳÄǞÆǢÕȬÖȪÜǕäǟæǣõȭöȫüǖǪǬǫǭȦǠȧǡȮȰȯȱΑᾹΙῙΥῩαᾱιῑυῡИӢУӮиӣуӯḶḸḷḹṚṜṛṝ",
        ['\u0306'] = "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭȨḜȩḝΑᾸΙῘΥῨαᾰιῐυῠАӐЕӖЖӁИЙУЎаӑеӗжӂийуўẠẶạặ",
        ['\u0307'] =
            "AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżŚṤśṥŠṦšṧſẛṢṨṣṩ",
        ['\u0308'] =
            "AÄEËHḦIÏOÖUÜWẄXẌYŸaäeëhḧiïoötẗuüwẅxẍyÿÕṎõṏŪṺūṻΙΪΥΫιϊυϋϒϔІЇАӒЕЁЖӜЗӞИӤОӦУӰЧӴЫӸЭӬаӓеёжӝзӟиӥоӧуӱчӵыӹэӭіїӘӚәӛӨӪөӫ",
        ['\u0309'] = "AẢEẺIỈOỎUỦYỶaảeẻiỉoỏuủyỷÂẨÊỂÔỔâẩêểôổĂẲăẳƠỞơởƯỬưử",
        ['\u030A'] = "AÅUŮaåuůwẘyẙ",
        ['\u030B'] = "OŐUŰoőuűУӲуӳ",
        ['\u030C'] = "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžÜǙüǚƷǮʒǯ",
        ['\u030F'] = "AȀEȄIȈOȌRȐUȔaȁeȅiȉoȍrȑuȕѴѶѵѷ",
        ['\u0311'] = "AȂEȆIȊOȎRȒUȖaȃeȇiȋoȏrȓuȗ",
        ['\u0313'] = "ΑἈΕἘΗἨΙἸΟὈΩὨαἀεἐηἠιἰοὀρῤυὐωὠ",
        ['\u0314'] = "ΑἉΕἙΗἩΙἹΟὉΡῬΥὙΩὩαἁεἑηἡιἱοὁρῥυὑωὡ",
        ['\u031B'] = "OƠUƯoơuư",
        ['\u0323'] =
            "AẠBḄDḌEẸHḤIỊKḲLḶMṂNṆOỌRṚSṢTṬUỤVṾWẈYỴZẒaạbḅdḍeẹhḥiịkḳlḷmṃnṇoọrṛsṣtṭuụvṿwẉyỵzẓƠỢơợƯỰưự",
        ['\u0324'] = "UṲuṳ",
        ['\u0325'] = "AḀaḁ",
        ['\u0326'] = "SȘTȚsștț",
        ['\u0327'] = "CÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢcçdḑeȩgģhḩkķlļnņrŗsştţ",
        ['\u0328'] = "AĄEĘIĮOǪUŲaąeęiįoǫuų",
        ['\u032D'] = "DḒEḘLḼNṊTṰUṶdḓeḙlḽnṋtṱuṷ",
        ['\u032E'] = "HḪhḫ",
        ['\u0330'] = "EḚIḬUṴeḛiḭuṵ",
        ['\u0331'] = "BḆDḎKḴLḺNṈRṞTṮZẔbḇdḏhẖkḵlḻnṉrṟtṯzẕ",
        ['\u0338'] =
            "<≮=≠>≯←↚→↛↔↮⇐⇍⇒⇏⇔⇎∃∄∈∉∋∌∣∤∥∦∼≁≃≄≅≇≈≉≍≭≡≢≤≰≥≱≲≴≳≵≶≸≷≹≺⊀≻⊁≼⋠≽⋡⊂⊄⊃⊅⊆⊈⊇⊉⊑⋢⊒⋣⊢⊬⊨⊭⊩⊮⊫⊯⊲⋪⊳⋫⊴⋬⊵⋭",
        ['\u0342'] = "¨῁αᾶηῆιῖυῦωῶϊῗϋῧἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯ᾿῏῾῟",
        ['\u0345'] =
            "ΑᾼΗῌΩῼάᾴήῄαᾳηῃωῳώῴἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲὴῂὼῲᾶᾷῆῇῶῷ",
        ['\u0653'] = "اآ",
        ['\u0654'] = "اأوؤيئہۂےۓەۀ",
        ['\u0655'] = "اإ",
        ['\u093C'] = "नऩरऱळऴ",
        ['\u09BE'] = "েো",
        ['\u09D7'] = "েৌ",
        ['\u0B3E'] = "େୋ",
        ['\u0B56'] = "େୈ",
        ['\u0B57'] = "େୌ",
        ['\u0BBE'] = "ெொேோ",
        ['\u0BD7'] = "ஒஔெௌ",
        ['\u0C56'] = "ెై",
        ['\u0CC2'] = "ೆೊ",
        ['\u0CD5'] = "ಿೀೆೇೊೋ",
        ['\u0CD6'] = "ೆೈ",
        ['\u0D3E'] = "െൊേോ",
        ['\u0D57'] = "െൌ",
        ['\u0DCA'] = "ෙේොෝ",
        ['\u0DCF'] = "ෙො",
        ['\u0DDF'] = "ෙෞ",
        ['\u102E'] = "ဥဦ",
        ['\u1B35'] = "ᬅᬆᬇᬈᬉᬊᬋᬌᬍᬎᬑᬒᬺᬻᬼᬽᬾᭀᬿᭁᭂᭃ",
        ['\u3099'] =
            "うゔかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼゝゞウヴカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボワヷヰヸヱヹヲヺヽヾ",
        ['\u309A'] = "はぱひぴふぷへぺほぽハパヒピフプヘペホポ",
    };

    /// <summary>The letter that a letter and a mark behind it make.</summary>
    public static FrozenDictionary<(char Letter, char Mark), char> Whole { get; } =
        ByMark
            .SelectMany(mark =>
                mark.Value.Chunk(2)
                    .Select(pair => KeyValuePair.Create((pair[0], mark.Key), pair[1]))
            )
            .ToFrozenDictionary();

    /// <summary>The marks.</summary>
    public static IEnumerable<char> Marks => ByMark.Keys;
}
