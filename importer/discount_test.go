package importer

import (
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// TestDiscounts has what Wix takes off a price.
func TestDiscounts(t *testing.T) {
	const header = "handleId,fieldType,name,description,productImageUrl,collection,sku,price,visible," +
		"discountMode,discountValue,inventory,cost,strikethroughPrice\n"
	for discount, want := range map[string]string{
		"20,true,PERCENT,25,InStock,,": "20.00, 15.00", "20,true,PERCENT,0,InStock,,": "20.00, none",
		"20,true,,,InStock,,": "20.00, none", "20,true,AMOUNT,5.5,InStock,,": "20.00, 14.50",
		"19.99,true,PERCENT,33.3,InStock,,": "19.99, 13.33", "15,true,PERCENT,0,InStock,,20": "20.00, 15.00",
		"20,true,AMOUNT,25,InStock,,": "bad-discount", "20,true,PERCENT,100,InStock,,": "bad-discount",
		"20,true,PERCENT,much,InStock,,": "bad-discount",
	} {
		sheet := header + "w1,Product,Ring,Nice,https://shop.example/1.jpg,Rings,X1," + discount + "\n"
		c := config.Config{Currency: "EUR",
			Defaults: map[string]map[string]string{"products": {"productUrl": "https://shop.example/{id}"}}}
		prices, _, problems := pricesIn(t, sheet, c)
		got := strings.ReplaceAll(strings.Join(prices, "|"), "€", "")
		if problems.Errors() > 0 {
			got = problems.Sorted()[0].Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q\n%s", discount, got, want, printed(t, problems))
		}
	}
}

// TestShopifyPairs has the variants of Shopify with their prices before: the product has the prices and the
// reference of the variant for which least is paid.
func TestShopifyPairs(t *testing.T) {
	const header = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant " +
		"Price,Variant Compare At Price,Image Src,Cost per item\n"
	c := config.Config{Currency: "EUR",
		Defaults: map[string]map[string]string{"products": {"productUrl": "https://shop.example/{id}"}}}
	for rows, want := range map[string][]string{
		"M,TEE-M,20,25,|S,TEE-S,10,,":   {"€10.00, none", "TEE-S"},
		"M,TEE-M,20,25,|S,TEE-S,30,50,": {"€25.00, €20.00", "TEE-M"},
		"L,TEE-L,20,,|M,TEE-M,18,30,":   {"€30.00, €18.00", "TEE-M"},
		"M,TEE-M,10,8,|L,TEE-L,12,,":    {"€10.00, none", "TEE-M"},
	} {
		first, second, _ := strings.Cut(rows, "|")
		row := func(r, lead, tail string) string { return lead + r[:len(r)-1] + tail }
		sheet := header + row(first, "tee,Tee,Nice,V,Size,", ",https://shop.example/1.jpg,3.17\n") +
			row(second, "tee,,,,,", ",,4.17\n")
		prices, files, problems := pricesIn(t, sheet, c)
		if !slices.Equal(prices, want[:1]) || !strings.Contains(files, `"reference":"`+want[1]+`"`) ||
			strings.Contains(files, "3.17") {
			t.Errorf("%s: %q, want %q\n%s", rows, prices, want, printed(t, problems))
		}
	}
}
