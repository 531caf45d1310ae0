#!/usr/bin/env bash
# Generates a Java and a Go client from docs/openapi.json with openapi-generator and compiles them, where Maven with a JDK, and
# Go, are at hand; says so where they are not.
set -uo pipefail
cd "$(dirname "$0")/.."
document=$PWD/docs/openapi.json
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
passed=0
failed=0
skipped=0

# generate NAME GENERATOR CONFIGURATION: the client's sources, in $folder/NAME
generate() {
  mkdir -p "$folder/$1-pom"
  cat >"$folder/$1-pom/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>columba</groupId><artifactId>smoke-$1</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.openapitools</groupId><artifactId>openapi-generator-maven-plugin</artifactId><version>7.14.0</version>
    <executions><execution><goals><goal>generate</goal></goals><phase>compile</phase><configuration>
      <inputSpec>$document</inputSpec><generatorName>$2</generatorName><output>$folder/$1</output>$3
    </configuration></execution></executions>
  </plugin></plugins></build>
</project>
XML
  mvn -q -B -f "$folder/$1-pom/pom.xml" compile
}

java_client() {
  # java.util.function has a Consumer of its own.
  generate java java '<library>native</library><modelNameMappings>Consumer=LogConsumer</modelNameMappings>' &&
    mvn -q -B -f "$folder/java/pom.xml" compile
}

go_client() {
  generate go go '<additionalProperties>packageName=columba,withGoMod=true</additionalProperties>' &&
    # Its generated tests want a library for nothing but themselves.
    rm -rf "$folder/go/test" &&
    (cd "$folder/go" && go mod tidy && go vet ./...)
}

# smoke LANGUAGE FUNCTION PROGRAM...: runs it where all programs are there
smoke() {
  local language=$1 build=$2
  shift 2
  for program in "$@"; do
    if ! command -v "$program" >/dev/null; then
      skipped=$((skipped + 1))
      echo "skipped  $language: no $program"
      return
    fi
  done
  if "$build" >"$folder/$build.log" 2>&1; then
    passed=$((passed + 1))
    echo "passed   $language"
  elif grep -qi 'could not be resolved\|could not transfer\|dial tcp' "$folder/$build.log"; then
    skipped=$((skipped + 1))
    echo "skipped  $language: its packages are not to be had"
  else
    failed=$((failed + 1))
    echo "FAILED   $language"
    tail -n 20 "$folder/$build.log"
  fi
}

smoke Java java_client mvn java
smoke Go go_client mvn java go
echo "smoke: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
