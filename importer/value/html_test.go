package value

import "testing"

func TestPlainTextKeepsWhatIsNoTag(t *testing.T) {
	for text, want := range map[string]string{
		"for x<y and y>z":                        "for x<y and y>z",
		"5 < 10 and 10 > 5":                      "5 < 10 and 10 > 5",
		"made with <3":                           "made with <3",
		"<3 <b>you</b>":                          "<3 you",
		"a<b":                                    "a<b",
		"if a<b then c>d":                        "if a<b then c>d",
		"<p>Weight <5 kg, 2<x<4</p>":             "Weight <5 kg, 2<x<4",
		"<your name> here":                       "<your name> here",
		"<P CLASS=\"x\">One</P><p>Two<br/>Three": "One\nTwo\nThree",
		"<dl><dt>Size<dd>L</dl>":                 "Size\nL",
		"<o:p>Word</o:p> <my-tag>x</my-tag>":     "Word x",
		"<!-- no --><b>yes</b>":                  "yes",
		"&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two":     "One\nTwo",
		"the &lt;b&gt; tag":                      "the <b> tag",
		"the &amp;lt;b&amp;gt; tag":              "the &lt;b&gt; tag",
		"<b>the &amp;lt;b&amp;gt; tag</b>":       "the &lt;b&gt; tag",
		"Caf&eacute; &amp; Cr&amp;egrave;me":     "Café & Crème",
		"Salt &amp;amp; Pepper":                  "Salt & Pepper",
		"<i>Salt &amp;amp; Pepper</i>":           "Salt & Pepper",
		"fun&notes, rock&regular":                "fun&notes, rock&regular",
		"R&D; &#39;x&#x27; &unknown;":            "R&D; 'x' &unknown;",
		"a<script>if (a<b) {}</script>c":         "ac",
		"":                                       "", "<": "<", "</": "</", "&": "&", "a < b </p>": "a < b",
	} {
		if got := PlainText(text); got != want {
			t.Errorf("plainText(%q) is %q, want %q", text, got, want)
		}
	}
}
