package index

import (
	"plugsheet/index/analysis"
	"strings"
	"sync"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

// manner is how people write who ask somebody something, as opposed to a search: with many words that say little, and
// with short forms.
type manner struct {
	stop   map[string]bool // words that stand in any sentence
	weak   map[string]bool // words that many sentences share and that still tell them apart: how, when, not
	plain  map[string]bool // words that only count where phrases have them
	common map[string]bool // their roots
	kin    kinship
	short  map[string]string // short forms, folded, to what they stand for
	french bool
	roots  func(*snowballstem.Env) bool
}

var roots = map[string]func(*snowballstem.Env) bool{
	"en": english.Stem, "fr": french.Stem, "de": german.Stem, "es": spanish.Stem, "it": italian.Stem, "nl": dutch.Stem, "pt": portuguese.Stem,
}

// ordinary tells whether a word is one that anybody uses about anything.
func (m *manner) ordinary(word string) bool { return m.plain[word] || m.common[m.root(word)] }

// root is the word without the endings of its inflection and derivation: more than the search's stem takes off, since here
// the words around it tell what is meant.
func (m *manner) root(word string) string {
	if base, ok := m.kin.forms[word]; ok {
		word = base
	}
	if m.roots == nil || len(word) < 4 {
		return word
	}
	if m.french { // the stemmer knows fêlée and not felee
		word = strings.TrimSuffix(word, "s")
		if strings.HasSuffix(word, "ee") {
			word = word[:len(word)-1]
		}
	}
	env := snowballstem.NewEnv(word)
	m.roots(env)
	return env.Current()
}

var stopSaid = map[string]string{
	"en": `a an the i me my mine we us our you your yours he she it its they them their this that these those there here
is are am was were be been being do does did done doing have has had having will would shall should can could may might must
and or but if of to in on at by for from with as about into than then so just also very too please any some one ones
im ive id ill youre youve hes shes theyre thats lets let get got gets getting like want wanted would need know tell say says
which who whom whose someone somebody anyone anybody everyone nobody stuff all still already yet ever now ok okay well really actually thing things something anything
hi hello dear sir madam since because while up out over again only even much many more most other another such own same
every each both few once oh yes myself yourself himself herself itself ourselves yourselves themselves`,
	"fr": `a ai as au aux avec ce ces cet cette c ca cela d dans de des du elle elles en es est et etait ete etes etre eu eux fait faire
fais faites il ils j je l la le les leur leurs lui m ma me mes mon moi n ne nos notre nous on ont par peut peux pouvez peuvent puis
pour qu que qui s sa sans se ses si soi son sont sur t ta te tes toi ton tu un une va vais vas votre vos vous y avez avoir avait
suis sommes serait sera sont voudrais voudrait veux veut voulez souhaite souhaiterais aimerais aimerait svp stp merci alors donc
car mais tres bien quelqu aussi maintenant deja encore tout tous toute toutes quel quelle quels quelles quoi est-ce ci la-bas chez vers entre
bonjour bonsoir salut madame monsieur dire dites savoir sait comme meme quelque chose rien oui ok d'accord depuis apres avant
quand-meme vraiment juste plutot autre autres ceci dois doit devez devait faut fois dit`,
	"de": `ich mich mir mein meine meinen meinem meiner du dich dir dein er sie es wir uns unser unsere ihr euch ihre ihren ihnen der die
das den dem des ein eine einen einem einer eines und oder aber wenn dass ist sind war bin bist sein habe hat haben hatte hatten kann
kannst konnen konnte konnten will wollen wurde wurden werde wird mochte mochten soll sollte muss mussen bitte in im an am auf aus bei
beim bis fur mit nach von vom vor zu zum zur uber unter um so auch nur noch schon sehr mal denn da hier hallo guten tag ja als man sich
dies diese dieser dieses etwas gern gerne eigentlich`,
	"es": `yo me mi mis mio tu te tus usted ustedes el ella ello ellos ellas lo la los las le les se su sus nos nuestro un una unos unas y o
pero si que de del a al en con por para sin sobre es son soy era ser estar estoy esta estan he ha han haber hay hacer hago puedo puede
pueden quiero quisiera quiere necesito tengo tiene tienen va voy muy mas ya tambien solo hola buenos buenas dias tardes favor este esta
esto ese esa eso aqui alli algo`,
	"it": `io mi me mio mia miei tu ti tuo lei lui noi ci voi vi loro il lo la i gli le un uno una e o ma se che di a da in con su per tra fra
del della dei degli delle al alla ai alle dal nel nella sul sono sei e siamo siete era essere ho hai ha abbiamo avete hanno avere fare
faccio posso puo potete vorrei voglio vuole devo deve molto piu gia anche solo ciao buongiorno salve per favore questo questa quello
quella qui qualcosa`,
	"nl": `ik me mij mijn jij je jou jouw u uw hij zij ze het hem haar wij we ons onze jullie hun een de en of maar als dat die dit deze is zijn
ben bent was waren heb hebt heeft hebben had kan kunt kunnen kon wil willen zou zouden moet moeten mag wordt worden in op aan bij met
voor van naar uit om te tot over er hier daar ook nog al heel erg graag even hallo dag alstublieft alsjeblieft aub iets`,
	"pt": `eu me mim meu minha meus minhas tu te teu voce voces ele ela eles elas nos nosso o a os as um uma uns umas e ou mas se que de do da
dos das em no na nos nas por para com sem sobre ao aos e sao sou era ser estar estou esta estao tenho tem ter ha fazer faco posso pode
podem quero queria gostaria preciso vou vai muito mais ja tambem so ola bom boa dia tarde favor este esta isto esse essa isso aqui algo`,
}

var weakSaid = map[string]string{
	"en": `how what when where why long time not no never cannot cant make made put take takes give use go going went come came new
good first today day days week weeks see look find help your'e possible question order item product buy bought thanks thank`,
	"fr": `comment combien quand ou pourquoi temps pas plus jamais toujours non mettre mis prendre prend donner utiliser aller venir nouveau
nouvelle bon bonne premier aujourd hui jour jours semaine semaines voir regarder trouver aider aide possible question commande
commander article produit acheter achete toujours`,
	"de": `wie was wann wo warum wieso lange viel zeit nicht kein keine nie machen mache gibt geben nehmen kommen kommt gehen geht neu neue heute tage
woche wochen sehen finden hilfe moglich frage bestellung bestellen artikel produkt kaufen gekauft danke`,
	"es": `como que cuando donde cuanto cuanta cual cuales tiempo no nunca nuevo hoy dia dias semana ver encontrar ayuda posible pregunta pedido
articulo producto comprar gracias`,
	"it": `come cosa quando dove quanto quale quali perche tempo non mai nuovo oggi giorno giorni settimana vedere trovare aiuto possibile domanda
ordine articolo prodotto comprare grazie`,
	"nl": `hoe wat wanneer waar waarom welke lang tijd niet geen nooit nieuw vandaag dag dagen week zien vinden hulp mogelijk vraag bestelling
artikel product kopen bedankt`,
	"pt": `como quando onde quanto qual quais porque tempo nao nunca novo hoje dia dias semana ver encontrar ajuda possivel pergunta encomenda
pedido artigo produto comprar obrigado obrigada`,
}

// plainSaid are other words that anybody uses about anything. They count as others do where phrases have them; where none
// has, they say nothing of what is meant.
var plainSaid = map[string]string{
	"en": `able about above across actual add afraid after again against ago ahead almost alone along also although always amazing among
another anyway apart around ask asked away bad basically become before began begin behind being believe best better between big bit both
bought box boy bring brother busy buy call called came care careful case certain certainly chance chat check choose city clear close come
common completely contact correct couple course curious dad daughter decide definitely different difficult directly door due during early
easy either else end enough enter entered especially evening exactly example except expect explain fact family far fast father feel felt
few figure fill fine finish first follow forget friend front full fun funny gave general girl girlfriend given glad gone got great
guess guy half hand happen happened happy hard hate hear heard help here high home hope hoping hour hours house however husband idea
important instead interested internet issue item job keep kept kid kids kind kitchen knew know known large last late lately later least
leave left less life line list little live living load local longer look looked looking lost lot love low lucky made main man manage matter
maybe mean meant meet mention mind minute mistake moment mom money month months morning mother mum name near nearly necessary need new nice
night nobody none normal normally nothing notice number obviously often old online open opened own page parents part people perfect perhaps
person phone place plan planning please plus point possible possibly present pretty probably problem process purchase question quick quickly
quite rather read ready real reason received recently regarding remember response right room run sad said same saw screen second seem seems
seen sell sense sent serious set several short show shown side simple simply since sister site sit small somebody someone son soon sort sound
special start started state step story straight stuff stupid sudden sunday suppose supposed sure talk tell thing think thinking thought
through today together told tomorrow tonight took top total totally tried true try trying turn turned type typed understand unfortunately
unless until upset used useful usual usually version view wait waiting walk wanted watch way website week went whether wife win wish within
without woman wonder wondering word words work works world worry worth write wrote year years yesterday yet young`,
	"fr": `abord aider aime aimer ailleurs ainsi ajd aller allez alors ami amie an annee annees ans apparemment apparaitre appelle apporter
apprendre apres arrive arriver assez attendre attends attente aucun aucune auparavant autant auto autour avance avant avis bas beau beaucoup
belle besoin bizarre bonjour boite bout bref bureau but cadre cas cause certain certaine certains cesse chacun chambre chance change chaque
chercher cherche chose choses ci cinq clair coin combien commencer comprendre comprends compte concerne concernant conformement connaitre
conserver continuer copain copine corps cote coup cours croire crois cuisine curieux date debut decide dedans dehors dejeuner demain demande
demander demi dernier derniere derriere desole deux devant devenir difference different difficile dimanche directement dix dommage donne
donner dont dormir doute droit dur durant ecran ecrire effet eh elle enfant enfants enfin ensemble ensuite entendre entendu entrer envie
environ envoye erreur espere espérer essaie essayer etonnant evidemment exactement exemple expliquer explique facile facon famille femme
fermer fete fille film fils fin finalement finir fini fort frere garder gens genre gentil grand grande grave gros groupe habite habiter heure
heures hier histoire homme ici idee important impossible info information informations instant interesse internet jamais jeu jeudi jeune jolie
jouer journee jusque laisser lancer large lettre lieu ligne lire long longtemps lors lorsque lundi madame main maintenant maison mal
malheureusement maman manque mardi mari matin mauvais meilleur mere mercredi merde mettre mieux milieu minute mois moment monde montant
montrer moyen neuf nom nombre normal normalement nouveau nuit numero obtenir occuper oeil oublie oublier ouvert ouvrir page papa parait
parce pareil parents parfait parfois parler parole part partie partir partout passe passer pense penser pendant perdre perdu pere personne
petit petite peu peur phrase piece place plait plaisir plein plupart plusieurs point porte poser position precis prefere preferer pres
presque pret prevu prie principe probablement probleme prochain prochaine puisque quant quart quelquefois raison rappeler recu recemment
recevoir reellement refaire reflechir regarde remarque remercie rencontrer rendre rentrer reponse repondre rester retrouver reussir revenir
rue samedi savais seconde semble sens sentir seul seule seulement si simple simplement site situation soeur soir soiree sorte sortir souci
souvent suite suivant sujet super surtout tard telle tellement tenir terme tete tire tomber tot travail travailler triste trois trop truc
trucs type utile vendredi venu verite verifier vie vieux ville vite vivre voila voir vois voiture vouloir vrai vraie vu week-end zone`,
	"de": `aber alle alles alt andere anders angst anrufen arbeit art aufgabe auge ausser bald bedeutet beide beispiel bekommen besser beste bestimmt
bisher bisschen bleiben brauche brauchen bringen bruder dabei dafur damit danach dann darf daran darauf darum davon dazu denke denken deshalb
ding dinge doch dort draussen drei durch durfen ehrlich einfach einige einmal eltern ende endlich erst ersten erzahlen essen falsch familie
fast finde frau freitag freund freundin fruh ganz gar geburtstag gegen geht gekommen genau genug gerade gesagt geschenk gestern gesehen
gleich gluck gross gut halb halt hand haus heisst helfen hilfe hoffe horen idee immer irgendwie jahr jahre jeder jemand jetzt junge kaum
kind kinder klar klein kurz lassen leben leicht leider leider letzte letzten leute liebe links mann manchmal mehr meinen meist mensch
menschen minuten mit mittag mittwoch moment monat montag morgen muss mutter nachricht nacht name naturlich neben nehmen neulich nichts
niemand nochmal normal normalerweise nun nur ob oben obwohl oder oft ohne ort paar platz plotzlich problem rechts richtig sache sachen sagen
sagt samstag schade schauen schlecht schnell schon schreiben schwer schwester sehen seit seite selbst sicher sinn sofort sogar sohn sonntag
sonst spat spass spiel sprechen stadt stehen stelle stimmt stunde stunden suche tag tochter tun uberhaupt ungefahr unten vater vergessen
verstehe verstehen versuchen viele vielleicht vier voll voraus vorher warten wasser weg weil weiss weiter wenig wenn wer wetter wichtig
wieder wirklich wissen wohnung wort wunsche zeigen ziemlich zimmer zuerst zuhause zuletzt zuruck zusammen zwei zwischen`,
}

// shortSaid are short forms, each with what it stands for behind a sign of equality.
var shortSaid = map[string]string{
	"en": `u=you r=are ur=your pls=please plz=please thx=thanks thnx=thanks ty=thanks cheers=thanks hiya=hi helo=hello tmrw=tomorrow tmr=tomorrow
msg=message nr=number num=number tel=telephone addr=address pkg=package qty=quantity asap=urgent info=information pic=picture
dont=do,not doesnt=does,not didnt=did,not isnt=is,not arent=are,not wasnt=was,not hasnt=has,not havent=have,not wont=will,not
cant=can,not cannot=can,not couldnt=could,not wouldnt=would,not cv=application cc=card yall=you byeee=bye byee=bye login=log,in`,
	"fr": `bjr=bonjour bsr=bonsoir slt=salut cc=coucou mrci=merci mci=merci thx=merci bcp=beaucoup bcoup=beaucoup qqn=quelqu,un qqun=quelqu,un
qqch=quelque,chose tjrs=toujours tjs=toujours tj=toujours pk=pourquoi pq=pourquoi pkoi=pourquoi qd=quand cb=combien cmb=combien
tel=telephone num=numero mdp=mot,de,passe dispo=disponible jai=j,ai jsuis=je,suis auj=aujourd,hui pb=probleme ds=dans pr=pour
ac=avec msg=message cmd=commande cv=candidature ajd=aujourd,hui dc=donc vs=vous ns=nous pv=pouvez promos=promo 3x=plusieurs,fois
4x=plusieurs,fois 24h=24,heures`,
	"de": `hi=hallo bzgl=wegen tel=telefon nr=nummer mfg=grusse evtl=vielleicht zzt=zurzeit pw=passwort`,
	"es": `q=que xq=porque pq=porque tb=tambien tfno=telefono tel=telefono num=numero grax=gracias pls=favor`,
	"it": `cmq=comunque nn=non xche=perche perke=perche tel=telefono num=numero grz=grazie qlc=qualcuno pls=favore`,
	"nl": `aub=alstublieft svp=alstublieft tel=telefoon nr=nummer bdnkt=bedankt ww=wachtwoord`,
	"pt": `vc=voce vcs=voces tb=tambem pq=porque q=que tel=telefone num=numero obg=obrigado blz=ola`,
}

// manners holds those that were asked for, by language: reading one takes 20 ms.
var manners sync.Map

// mannerOf gives the manner of a BCP 47 tag's language; an unknown one has none of its words.
func mannerOf(tag string) *manner {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if _, known := roots[base]; !known {
		base = ""
	}
	if m, ok := manners.Load(base); ok {
		return m.(*manner)
	}
	m, _ := manners.LoadOrStore(base, newManner(base))
	return m.(*manner)
}

func newManner(base string) *manner {
	m := &manner{common: map[string]bool{}, stop: analysis.Set(stopSaid[base]), weak: analysis.Set(weakSaid[base]), plain: analysis.Set(plainSaid[base]), short: map[string]string{}, french: base == "fr", roots: roots[base]}
	for pair := range strings.FieldsSeq(shortSaid[base]) {
		from, to, _ := strings.Cut(pair, "=")
		m.short[from] = strings.ReplaceAll(to, ",", " ")
	}
	m.kin = m.readKin(base)
	for w := range m.plain {
		m.common[m.root(w)] = true
	}
	return m
}
