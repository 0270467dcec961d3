// With nothing but Go: go run first.go
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const gateway = "http://127.0.0.1:8060/v1/events"

func main() {
	event, err := os.ReadFile("event.json")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer("POST", gateway, event, "Content-Type", "application/cloudevents+json"))
	fmt.Println(answer("GET", gateway+"?source=me/first&id=result-1", nil, "Prefer", "wait=5"))
}

// answer sends it again, the very same, while there is no answer or it is not taken now.
func answer(method, address string, body []byte, name, value string) string {
	key, err := os.ReadFile("key")
	if err != nil {
		log.Fatal(err)
	}
	for tries := 6; ; tries-- {
		request, err := http.NewRequest(method, address, bytes.NewReader(body))
		if err != nil {
			log.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(key)))
		request.Header.Set(name, value)
		seconds := 1
		found, err := http.DefaultClient.Do(request)
		if err == nil {
			text, _ := io.ReadAll(found.Body)
			found.Body.Close()
			if found.StatusCode < 300 {
				return string(text)
			}
			if tries == 0 || found.StatusCode != 429 && found.StatusCode != 503 {
				log.Fatal(string(text))
			}
			if said, err := strconv.Atoi(found.Header.Get("Retry-After")); err == nil {
				seconds = said
			}
		} else if tries == 0 {
			log.Fatal(err)
		}
		time.Sleep(time.Duration(seconds) * time.Second)
	}
}
