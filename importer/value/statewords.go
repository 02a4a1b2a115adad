package value

// The words of states, in en, fr, de, es, it, pt, nl and pl. They are compared folded.
var (
	// shownWords say that a product is on sale.
	shownWords = set(
		"active,activated,published,publish,visible,online,on line,enabled,live,public,listed,approved,released,everywhere,shown,on sale online",
		"actif,active,activé,activée,publié,publiée,visible,en ligne,affiché,affichée,validé,en vente",
		"aktiv,aktiviert,veröffentlicht,sichtbar,freigegeben,freigeschaltet,gelistet,öffentlich,eingeschaltet,im Verkauf",
		"activo,activa,activado,activada,publicado,publicada,en línea,habilitado,habilitada,a la venta,público",
		"attivo,attiva,attivato,attivata,pubblicato,pubblicata,visibile,in linea,abilitato,abilitata,in vendita,pubblico",
		"ativo,ativa,ativado,ativada,publicado,publicada,visível,em linha,habilitado,habilitada,à venda,público",
		"actief,geactiveerd,gepubliceerd,zichtbaar,ingeschakeld,openbaar,vrijgegeven",
		"aktywny,aktywna,aktywne,opublikowany,opublikowana,opublikowane,widoczny,widoczna,widoczne,włączony,włączona,włączone,publiczny,w sprzedaży",
	)
	// hiddenWords say that it is not.
	hiddenWords = set(
		"draft,hidden,archived,archive,inactive,deactivated,unpublished,disabled,deleted,trash,trashed,private,offline,invisible,unlisted,staging,"+
			"not visible individually,not for sale,not for sale online,do not sell,nowhere,withdrawn,whitelist only,auto draft,removed",
		"brouillon,masqué,masquée,caché,cachée,archivé,archivée,inactif,inactive,désactivé,désactivée,dépublié,supprimé,supprimée,hors ligne,"+
			"privé,privée,corbeille,retiré,retirée,retiré de la vente",
		"Entwurf,versteckt,verborgen,ausgeblendet,archiviert,inaktiv,deaktiviert,unveröffentlicht,gelöscht,unsichtbar,privat,gesperrt,"+
			"Papierkorb,ausgelistet,ausgeschaltet,nicht im Verkauf",
		"borrador,oculto,oculta,archivado,archivada,inactivo,inactiva,desactivado,desactivada,deshabilitado,deshabilitada,eliminado,eliminada,"+
			"borrado,fuera de línea,privado,privada,papelera,despublicado,retirado",
		"bozza,nascosto,nascosta,archiviato,archiviata,inattivo,inattiva,disattivato,disattivata,disabilitato,disabilitata,eliminato,eliminata,"+
			"cancellato,fuori linea,privato,privata,cestino,ritirato",
		"rascunho,oculto,oculta,escondido,arquivado,arquivada,inativo,inativa,desativado,desativada,desabilitado,excluído,eliminado,apagado,"+
			"privado,lixeira,fora de linha,retirado",
		"concept,verborgen,gearchiveerd,inactief,gedeactiveerd,uitgeschakeld,ongepubliceerd,verwijderd,onzichtbaar,privé,prullenbak",
		"szkic,wersja robocza,ukryty,ukryta,ukryte,zarchiwizowany,zarchiwizowana,zarchiwizowane,archiwalny,nieaktywny,nieaktywna,nieaktywne,"+
			"wyłączony,wyłączona,wyłączone,nieopublikowany,nieopublikowane,usunięty,usunięta,usunięte,niewidoczny,niewidoczna,prywatny,"+
			"kosz,wycofany,wycofana,wycofane",
	)
	// weakWords say that it is not where another word of the column is one of a state; alone they may mean a stock or an order.
	weakWords = set(
		"in preparation,not published yet,discontinued,expired,ended,pending,pending review,in review,under review,scheduled,future,paused,rejected,proposed,incomplete,blocked,"+
			"suspended,suppressed,cancelled,canceled,zurückgezogen,geblokkeerd,closed,retired,obsolete,removed from sale,end of life,eol,unapproved,on hold",
		"en préparation,expiré,expirée,terminé,en attente,à valider,en cours de validation,planifié,programmé,en pause,rejeté,refusé,suspendu,incomplet,"+
			"obsolète,abandonné,arrêté,fin de vie,à publier",
		"in Vorbereitung,vorbereitet,in Planung,neu angelegt,abgelaufen,beendet,ausstehend,in Prüfung,zu prüfen,geplant,pausiert,abgelehnt,unvollständig,eingestellt,Auslaufartikel,in Bearbeitung,"+
			"in Arbeit,wartend,ausgelaufen,Auslauf,ausgemustert",
		"caducado,expirado,finalizado,pendiente,en revisión,programado,en pausa,rechazado,suspendido,incompleto,descatalogado,obsoleto",
		"scaduto,terminato,in attesa,in revisione,programmato,in pausa,rifiutato,sospeso,incompleto,fuori produzione,dismesso,obsoleto",
		"expirado,terminado,pendente,em revisão,agendado,em pausa,pausado,rejeitado,suspenso,incompleto,descontinuado,obsoleto",
		"verlopen,beëindigd,in afwachting,in behandeling,gepland,gepauzeerd,afgewezen,onvolledig,uit assortiment,vervallen",
		"wygasły,wygasła,zakończony,zakończona,oczekujący,oczekuje,zaplanowany,wstrzymany,wstrzymana,odrzucony,niekompletny,zawieszony",
	)
	// otherWords say something else that columns called status hold: the stock, the condition. They leave a product as it is.
	otherWords = set(
		"in stock,out of stock,sold out,available,unavailable,preorder,backorder,new,used,refurbished,featured,bestseller,limited,low stock",
		"en stock,en rupture,rupture de stock,épuisé,disponible,indisponible,neuf,occasion,reconditionné,précommande,nouveau,nouveauté",
		"auf Lager,lieferbar,ausverkauft,nicht lieferbar,verfügbar,nicht verfügbar,neu,gebraucht,vorrätig,vergriffen,Vorbestellung",
		"en existencias,agotado,sin existencias,no disponible,nuevo,usado,reacondicionado,novedad",
		"disponibile,non disponibile,esaurito,nuovo,usato,ricondizionato,novità",
		"em estoque,em stock,esgotado,disponível,indisponível,novo,usado,recondicionado,novidade",
		"op voorraad,uitverkocht,beschikbaar,niet beschikbaar,leverbaar,nieuw,gebruikt",
		"dostępny,niedostępny,na stanie,wyprzedany,brak,nowy,używany,nowość",
	)
	// catalogWords say in a column of visibility where a product is seen.
	catalogWords = set(
		"catalog,search,both,catalog search,all,shop,shop only,search only,shop and search,shop and search results,search results only,products",
		"catalogue,recherche,partout,catalogue et recherche,boutique et résultats de recherche,boutique,les deux",
		"Katalog,Suche,überall,beide,Katalog und Suche,Shop,Shop und Suche",
		"catálogo,búsqueda,ambos,catálogo y búsqueda,tienda,en todas partes", "catalogo,ricerca,ovunque,entrambi,catalogo e ricerca,negozio",
		"pesquisa,todos,catálogo e pesquisa,loja", "catalogus,zoeken,overal,beide,winkel", "wyszukiwanie,wszędzie,sklep,katalog i wyszukiwanie",
	)
	// noPlaceWords say in a column of visibility that it is seen nowhere.
	noPlaceWords = set("none,nothing,nulle part,aucune,aucun,nirgends,nirgendwo,keine,ninguna,ninguno,en ninguna parte,nessuno,nessuna,da nessuna parte," +
		"nenhum,nenhuma,lugar nenhum,nergens,geen,nigdzie,brak")

	yesWords = set("yes,y,true,on,1,x,oui,o,vrai,ja,j,wahr,si,s,verdadero,vero,sim,verdadeiro,waar,tak,t,prawda")
	noWords  = set("no,n,false,off,0,non,faux,nein,falsch,falso,nao,nee,onwaar,nie,falsz,f")
	// negations turn the word behind them.
	negations = set("not,non,no,pas,nicht,niet,nie,não")
)

// The headers of states. They are compared as they stand, then without the words of fillers.
var (
	shownHeaders = set(
		"active,is active,published,is published,publish,visible,is visible,online,is online,enabled,is enabled,listed,live,show,show online,"+
			"shown online,visible online,active online,published online,online visible,online active,visible individually,sellable,saleable,purchasable,"+
			"can be sold,sale ok,product online,web visible,shop visible,ox active,web active,shop active,published global,for sale online,displayed,is displayed,"+
			"web shop,online shop,online store,e shop,on website,on web,on site,in webshop,in shop,in store front,in catalog,web enabled,online enabled,for sale,en venta,in vendita,à venda,w sprzedaży,en vente,im Verkauf,te koop,approved,is approved,sell online",
		"actif,activé,activée,est actif,publié,publiée,visible en ligne,en ligne,affiché,affichée,afficher,publier,peut être vendu,vendable,"+
			"mis en ligne,publié en ligne,actif en ligne,boutique en ligne,sur le site,sur le web,affiché en ligne,visible web,actif web,approuvé,validé",
		"aktiv,ist aktiv,aktiviert,veröffentlicht,sichtbar,online sichtbar,online aktiv,freigegeben,freigeschaltet,gelistet,anzeigen,im Shop anzeigen,"+
			"im Shop sichtbar,kann verkauft werden,verkäuflich,online stellen,shopaktiv,webaktiv,"+
			"Onlineshop,Webshop,im Onlineshop,im Webshop,im Shop,im Web,Shopartikel,Webshopartikel,Internetartikel,Webartikel,online verfügbar,Freigabe,veröffentlichen,Anzeige im Shop,Anzeige online",
		"activo,activa,activado,activada,publicado,publicada,en línea,habilitado,habilitada,mostrar,se puede vender,puede ser vendido,vendible,"+
			"visible en línea,mostrar en línea,tienda online,tienda en línea,en la tienda,en la web,visible web,publicar,activo web",
		"attivo,attiva,attivato,pubblicato,pubblicata,visibile,in linea,abilitato,mostra,può essere venduto,vendibile,visibile online,"+
			"negozio online,in negozio,sul sito,mostra sul sito,pubblica,visibile sul sito",
		"ativo,ativa,ativado,ativada,publicada,visível,em linha,pode ser vendido,visível online,loja online,na loja,no site,exibir,mostrar no site,exibir no site",
		"actief,is actief,geactiveerd,gepubliceerd,zichtbaar,online zichtbaar,ingeschakeld,tonen,kan verkocht worden,kan worden verkocht,verkoopbaar,"+
			"in webwinkel,webwinkel,op website,op de website,online winkel,publiceren,weergeven",
		"aktywny,aktywna,aktywne,aktywność,opublikowany,opublikowana,opublikowane,widoczny,widoczna,widoczne,włączony,włączona,włączone,"+
			"można sprzedawać,może być sprzedawany,pokaż,czy aktywny,czy widoczny,wyświetlaj,"+
			"wyświetlany,wyświetlane,wyświetl,sklep internetowy,w sklepie,na stronie,pokazuj,publikuj,opublikowano,aktywuj",
	)
	hiddenHeaders = set(
		"hidden,is hidden,hide,archived,is archived,draft,is draft,deleted,is deleted,disabled,is disabled,inactive,unpublished,unlisted,"+
			"not for sale,not for sale online,ausgelistet,hide product,hide online,ox hidden,offline,do not sell,discontinued,is discontinued,obsolete,"+
			"exclude from website,exclude from web,exclude from shop,exclude from online store,hide from website,hide from web,hide from shop,"+
			"not on website,not on web,do not display,do not show,trashed,in trash,private,is private,internal,is internal,internal only,is trashed,"+
			"blocked,is blocked,test product,is test,suppressed,is suppressed,unapproved,excluded from shop",
		"exclure du site,ne pas afficher,ne pas publier,non publié,usage interne,interne,produit test,corbeille,bloqué,privé,masquer sur le site,discontinué,obsolète,masqué,masquée,masquer,caché,cachée,cacher,archivé,archivée,brouillon,supprimé,supprimée,désactivé,désactivée,inactif,hors ligne",
		"ausgeblendet,ausblenden,versteckt,verborgen,archiviert,Entwurf,gelöscht,deaktiviert,inaktiv,gesperrt,unverkäuflich,ausgelaufen,nicht im Shop,"+
			"nicht im Onlineshop,nicht online,nicht anzeigen,ist gelöscht,ist archiviert,intern,nur intern,interne Verwendung,Löschkennzeichen,Löschvormerkung,"+
			"Löschvermerk,zum Löschen vorgemerkt,Sperrkennzeichen,Sperrvermerk,Sperre,Verkaufssperre,aus Shop entfernt,aus dem Shop entfernt,Testartikel,Testprodukt,papierkorb,nicht veröffentlicht",
		"uso interno,bloqueado,papelera,no publicar,no publicado,descatalogado,no mostrar,excluir de la web,oculto,oculta,ocultar,archivado,archivada,borrador,eliminado,desactivado,deshabilitado,inactivo",
		"uso interno,bloccato,cestino,non pubblicare,non pubblicato,fuori produzione,non mostrare,escludi dal sito,nascosto,nascosta,nascondi,archiviato,bozza,eliminato,disattivato,disabilitato,inattivo",
		"uso interno,bloqueado,lixeira,não publicar,descontinuado,não mostrar,fora de linha,arquivado,rascunho,excluído,desativado,desabilitado,inativo",
		"intern gebruik,geblokkeerd,prullenbak,niet publiceren,verberg,uit assortiment,niet tonen,niet online,verborgen,verbergen,gearchiveerd,verwijderd,gedeactiveerd,uitgeschakeld,inactief",
		"wewnętrzny,zablokowany,zablokowane,kosz,nie publikuj,nieopublikowany,wycofany,wycofane,nie pokazuj,ukryty,ukryta,ukryte,ukryj,zarchiwizowany,zarchiwizowane,szkic,usunięty,usunięte,wyłączony,nieaktywny,nieaktywne",
	)
	statusHeaders = set(
		"status,state,publish status,publication status,publishing status,published status,publication state,sales status,online status,active status,"+
			"lifecycle,life cycle,life cycle status,lifecycle stage,lifecycle phase,lifecycle state,lifecycle status,visibility status,post status,workflow status,p status,v status,listing state,ox status",
		"statut,état,statut de publication,état de publication,statut en ligne,cycle de vie,statut web,statut boutique",
		"Veröffentlichungsstatus,Onlinestatus,Shopstatus,Produktstatus,Artikelstatus,Aktivstatus,Verkaufsstatus,Freigabestatus,Lebenszyklus,Lebenszyklusstatus,Webstatus,Lebenszyklusphase",
		"estado,estatus,estado de publicación,ciclo de vida", "stato,stato di pubblicazione,stato pubblicazione,ciclo di vita",
		"situação,estado de publicação,status de publicação", "publicatiestatus,productstatus,artikelstatus,levenscyclus", "stan,cykl życia,status publikacji,stan publikacji",
	)
	visibilityHeaders = set(
		"visibility,catalog visibility,online visibility,square online visibility,square online item visibility,visibility online,shop visibility",
		"visibilité,visibilité catalogue", "Sichtbarkeit,Katalogsichtbarkeit", "visibilidad", "visibilità", "visibilidade", "zichtbaarheid",
		"widoczność",
	)
	begunHeaders = set("published at,product published at,mis en ligne le,publié le,veröffentlicht am,publicado el,pubblicato il,gepubliceerd op,publicado em," +
		"opublikowano dnia")
	endedHeaders = set("deleted at,archived at,removed at,date deleted,deletion date,date archived,supprimé le,archivé le,gelöscht am,archiviert am," +
		"eliminado el,archivado el,eliminato il,archiviato il,excluído em,arquivado em,verwijderd op,gearchiveerd op,data usunięcia,usunięto")

	// turningWords turn what a header says.
	turningWords = set("not,nicht,niet,não,pas,ne")
	// sellingFillers are words for selling and publishing that stand beside others.
	sellingFillers = set("sell,selling,sold,sale,for,only,use,flag,sales,verkaufen,verkauf,für,nur,kennzeichen,vendre,vente,pour,seulement,usage,vender,venta," +
		"para,solo,uso,vendere,vendita,per,vender,venda,somente,apenas,verkopen,verkoop,voor,alleen,sprzedaż,sprzedawaj,dla,tylko," +
		"display,displayed,virtual,digital,na,dal,dalla,nell,nello,publication,publicación,pubblicazione,publicação,publicatie,publikacji,veröffentlichung,to,be,kanał,channel,kanal,canal,canale,kanaal")
	// nounFillers are words for products that stand before or behind the others in headers.
	nounFillers = set("product,products,produit,produits,produkt,produkte,producto,productos,prodotto,prodotti,produto,produtos,produktu,produkty," +
		"article,articles,artikel,artículo,articolo,artigo,artykuł,towar,towaru,item,listing,variant,variante,is,est,ist,jest,czy,the,du,del,des,do")
	// placeFillers are words for where it is sold, small words, and what is to be written in the cells.
	placeFillers = set("on,in,im,en,sur,auf,dans,nel,sul,nella,no,na,op,w,au,el,la,le,il,lo,al,de,van,der,den,das,site,shop,store,web,website,webshop,webseite," +
		"boutique,tienda,negozio,loja,winkel,sklep,sklepie,catalog,catalogue,catálogo,katalog,katalogu,catalogus,catalogo,sito,sitio," +
		"yes,oui,ja,nein,non,nee,j,y,n,o,0,1,s,sí,sim,não,tak,nie,true,false,onlineshop,internet")
)
