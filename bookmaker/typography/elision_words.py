"""Words that lose their head or their tail, by the reason why they do.

Lower case, without the apostrophe that is lost. A word belongs here when its clipped form is in
general or dialect use, whoever writes it; what one manuscript alone clips is learnt from it.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CERTAIN: Final = (
    # "it" before a verb: 'tis
    _words("""tis twas twere twould twill twon't twouldn't twasn't tisn't tweren't tain't taint
        twarn't twurn't twoz twuz""")
    # unstressed pronouns, articles and verbs: 'em, 'un, 'd
    | _words("""em em's um un uns un's ud ull ll ve d re n n' n'll n's s t m f v y uz im im's er's
        erself imself isself hisself ere ere's e's e'd e'll ee""")
    # an unstressed first syllable, where what is left is no word: 'bout, 'ceptin', 'nother
    | _words("""bout bouts gainst mongst midst neath twixt cept ceptin cepting scuse cuse splain
        spect spects spected specting spec spose spoze pon nother nuff nough fraid lowed larmin
        lectric lection leven tention scription spensive sturb suade stroy stroyed terpret gree
        greed sociate gratulate dustrious luminating sides cordin cordion casion cyclopedia
        piscopal postle pothecary merican rithmetic rithmatic prentice prenticed scutcheon thout
        bolish dout stead spute nless fo fore b'fo stralia stralian gyptian talian""")
    # "because" in all its spellings
    | _words("cause cos coz cuz kase kaze caze")
    # plants and beasts of the kitchen garden
    | _words("tater taters mater maters baccy bacca bacco possum coon gator skeeter skeeters")
    # an h dropped, where what is left is no other word
    | _words("""ave aven't avin aving ad adn't asn't ouse ouses ome ead eads eart earts eard elp
        elped elping undred undreds alf arf appen appened appy ard ardly ang anging and's ammer
        ospital otel orrible orrid orse orses usband igh igher eavy eaven eavens ighness ullo allo
        ello umble ungry urry urt urts urting itting ittin oped oping oliday osses ow's abit atred
        eathen elmet istory ooray ollow orspital ooman urrah ussy owl owlin owling idin iding""")
    # clipped for good: the whole words are hardly used now, or are names of places
    | _words("""varsity cello phone phones flu tec tecs zine zines burb burbs shroom shrooms roid
        roids nam frisco merica""")
)
"""Never, or hardly ever, words in their own right."""

LIKELY: Final = _words("""round way long deed at bove count mount low gin pose maze fect yond cross
    course lone live change crease ford e er owt ole ow ell ook ung ust ope opes oo ooo ot op arbour
    ands ounds oles umour ating plane tract scape lease tend tending tendin gage clares clare
    members member wake mark larm spise nounce peared scare pend ho cording bye t's s's""")
"""Words in their own right, but far oftener clipped when an apostrophe stands before them."""

DROPPED_H: Final = _words("""and is it as all i o art arm air airs eat edge edges ate old eel eye
    eyes under it's am ill ills oller ark ear ears eaves""")
"""Common words: with an h dropped only in a manuscript that drops others."""

DROPS_H: Final = _words("""ave avin aving ad aven't adn't ouse ouses ome ead eads eart im imself er
    ere e arf alf eard elp appen appened appy ard ardly undred orse orses and's oped owlin ow""")
"""Witnesses that a manuscript drops its h's."""

WHOLE: Final = _words("""i i'm i'll i've i'd a the my you your you're you'll you've he he's he'll
    she she's we we're we'll they they're his this that that's these those what what's no yes but if
    when who who's why where oh well so or for by with not me our do don't did didn't have has had
    was were will would there there's here's can can't could couldn't should my mine how ah to of
    in on""")
"""Small words that lose no beginning: what would be left says nothing."""

TAILS: Final = (
    # a last consonant unsaid: an', ol', jus', fren'
    _words("""an o th wi ol mos jus las lan stan han san frien fren roun aroun groun soun foun boun
        houn poun woun
        mis jis los kep lef lif sof swif gif craf min fin kin blin behin gran poun islan thousan
        husban fus firs wus jes bes wes eas nex tex righ nigh mus trus cos fas len sen spen wid hol
        tol col worl wil chil fiel raf res""")
    # an r or a vowel unsaid: fo', yo', befo', th'
    | _words("""fo mo yo po sho befo b'fo do doan sto flo di fi lo lor ca fa wa ma t d l m s qu ter
        ther fer wher whar tha ta tho altho thro n en""")
    # a whole ending clipped: natur', guv', capt', didn'
    | _words("""natur pictur creatur futur lectur tortur ventur guv gov capt gen ev'ry ain didn
        wouldn couldn hadn wasn isn don""")
    # Scots
    | _words("""ha gi gie wha mak tak hae gae masel mysel hersel himsel yersel oursel itsel themsel
        sel a""")
)
"""Words whose last sound is written as an apostrophe; those in -in' are known by their form."""

BY_LANGUAGE: Final = {
    "nl": _words("s t n k m r ns ie er z"),
    "af": _words("n s t"),
    "de": _words("s n ne nen ner nem ran rauf raus rein rum runter"),
    "it": _words("sto sta sti ste na no ndrangheta l un"),
    "fr": _words("y tit tite ptit"),
    "sv": _words("n na t et stan"),
    "pt": _words("tá tás tô tou tão tava tavam tive teve inda cê cês"),
    "es": _words("ta tá tás toy tamos tán na"),
    "cs": _words("dyby su sem"),
}
"""Clipped heads in other languages: 's avonds, 'sto, 'tit."""

TAILS_BY_LANGUAGE: Final = {
    "it": "aeiou",  # po', va', and accents typed so: perche', citta'
    "el": "αεηικλμνπρστφχθδ",  # απ' το, κι' αυτό
}
"""Letters after which an apostrophe at a word's end is likely, in other languages."""
