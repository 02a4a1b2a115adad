package value

import "strings"

// IsExampleHost tells whether a host is one of those that stand for another one and belong to nobody.
func IsExampleHost(host string) bool {
	host = strings.ToLower(host)
	for _, name := range []string{"example", "test", "invalid", "example.com", "example.org", "example.net"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return strings.HasPrefix(host, "your-shop.") || strings.HasPrefix(host, "yourshop.")
}
