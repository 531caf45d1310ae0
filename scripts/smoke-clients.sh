#!/usr/bin/env bash
# Compiles clients in other languages from docs/openapi.json, where their toolchains and generators are at hand; says so where not.
set -uo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0; failed=0; skipped=0

say() { echo "$1"; }
count() { if [ "$1" -eq 0 ]; then passed=$((passed + 1)); say "passed  $2"; else failed=$((failed + 1)); say "FAILED  $2"; tail -20 "$folder/log"; fi; }

# Go: oapi-codegen does not read 3.1 unions of ours; ogen does. Pinned, from the Go module proxy.
if command -v go >/dev/null; then
  mkdir "$folder/go" && (
    cd "$folder/go" && go mod init smoke && go run github.com/ogen-go/ogen/cmd/ogen@v1.14.0 \
      --target columba --package columba --clean "$OLDPWD/docs/openapi.json" && go mod tidy && go build ./...
  ) >"$folder/log" 2>&1
  count $? 'Go (ogen)'
else skipped=$((skipped + 1)); say 'skipped Go: no toolchain'; fi

# Java: the generator is a Maven plugin.
if command -v mvn >/dev/null && command -v java >/dev/null; then
  mkdir "$folder/java" && (
    cd "$folder/java" && mvn -q -B org.openapitools:openapi-generator-maven-plugin:7.14.0:generate \
      -Dopenapi.generator.maven.plugin.inputSpec="$OLDPWD/docs/openapi.json" \
      -Dopenapi.generator.maven.plugin.generatorName=java -Dopenapi.generator.maven.plugin.library=native \
      -Dopenapi.generator.maven.plugin.output="$PWD/out" && mvn -q -B -f out/pom.xml compile
  ) >"$folder/log" 2>&1
  count $? 'Java (openapi-generator)'
else skipped=$((skipped + 1)); say 'skipped Java: no toolchain'; fi

echo "smoke: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
