#!/usr/bin/env bash
# Sends the example payloads of both published documents with curl, as they are written there, and compares each answer with the
# documented one. `scripts/try-contracts.sh` brings its own gateway on a simulated WhatsApp; with COLUMBA_URL and COLUMBA_TOKEN
# it asks that one (mind: it writes to the numbers of the examples, and logs out at the end). What cannot be taken literally:
# ids, codes and groups of the examples are those that came with an answer before, and the hosts of pictures are replaced by
# MEDIA_URL, so that nothing depends on the internet.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${COLUMBA_URL:-}" ]; then
  settings=$(mktemp)
  node scripts/support/contract-stage.mjs >"$settings" &
  stage=$!
  trap 'kill $stage 2>/dev/null; wait $stage 2>/dev/null || true; rm -f "$settings"' EXIT
  until grep -q READY "$settings"; do
    kill -0 $stage || { echo 'the demo did not start'; exit 1; }
    sleep 0.2
  done
  # shellcheck disable=SC1090
  . "$settings"
fi
media=${MEDIA_URL:-https://example.com}

passed=0
failed=0
declare -A names

fill() {
  local text=$1 name
  for name in "${!names[@]}"; do text=${text//"<$name>"/${names[$name]}}; done
  text=${text//https:\/\/www.google.com/$media}
  text=${text//https:\/\/example.com/$media}
  printf '%s' "${text//http:\/\/example.local/$media}"
}

# What of a JSON answer stands at a place such as group.id.
part() { node -e 'const fs=require("fs");console.log(process.argv[1].split(".").reduce((v,n)=>v?.[n],JSON.parse(fs.readFileSync(0,"utf8")))??"")' "$1"; }

for document in gajosu faserf; do
  names=()
  echo "== $document"
  while IFS=$'\t' read -r method path body status holds saves <&3; do
    case $method in '#'* | '') continue ;; esac
    path=$(fill "$path")
    arguments=(-sS -X "$method" -H "X-Auth-Token: $COLUMBA_TOKEN" -w '\n%{http_code}' --max-time 60)
    if [ "$body" != - ]; then
      body=$(fill "$body")
      arguments+=(-H 'Content-Type: application/json' --data-binary "$body")
    fi
    answer=$(curl "${arguments[@]}" "$COLUMBA_URL$path" | tr -d '\0')
    code=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    wrong=
    [ "$code" = "$status" ] || wrong="status $status was expected"
    if [ "$holds" != - ]; then
      rest="$holds && "
      while [ -n "$rest" ]; do
        piece=${rest%% && *}
        rest=${rest#*" && "}
        case $answer in *"$piece"*) ;; *) wrong="$wrong; $piece was expected" ;; esac
      done
    fi
    shown=$answer
    case $shown in '{'* | '['*) ;; *) shown="(${#answer} characters)" ;; esac
    echo "$method $path ${body#-}"
    echo "  $code ${shown:0:300}"
    if [ -z "$wrong" ]; then passed=$((passed + 1)); else
      failed=$((failed + 1))
      echo "  MISMATCH: ${wrong#; }"
    fi
    if [ "$saves" != - ] && [ -z "$wrong" ]; then names[${saves%%=*}]=$(printf '%s' "$answer" | part "${saves#*=}"); fi
  done 3<"scripts/contracts/$document.tsv"
done
echo "contracts: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
