package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"

	"snippets/receiver"
)

func main() {
	file, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	failed := false
	for _, line := range strings.Split(strings.TrimSpace(string(file)), "\n") {
		v := strings.Split(line, "\t")
		now, _ := strconv.ParseInt(v[3], 10, 64)
		header := http.Header{}
		for i, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
			if v[4+i] != "-" {
				header.Set(name, v[4+i])
			}
		}
		body, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(v[7], "-"))
		if receiver.Verify(v[2], header, body, now) != (v[1] == "yes") {
			fmt.Printf("%s: should be %s\n", v[0], v[1])
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}
