// Reads an atlantis.yaml as Atlantis does, by its own parser: keys that it does not know, names that two projects have, and what else
// it refuses are an error.
package main

import (
	"fmt"
	"os"

	"github.com/runatlantis/atlantis/server/core/config"
	"github.com/runatlantis/atlantis/server/core/config/valid"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err == nil {
		var parser config.ParserValidator
		server := valid.NewGlobalCfgFromArgs(valid.GlobalCfgArgs{})
		_, err = parser.ParseRepoCfgData(data, server, "example.com/owner/name", "main")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
