/** The completion of bash 3.2 and later around the common cases. */
export const renderBash = (
  cases: string,
): string => `# Completion of headgate for bash; made by headgate completion bash.
${cases}

__headgate_words() {
  COMPREPLY+=($(compgen -W "$1" -- "$__headgate_current"))
}

__headgate_files() {
  # Marks folders with a slash and quotes what needs it; bash 3.2 has no compopt.
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY+=($(compgen -f -- "$__headgate_current"))
}

__headgate_services() {
  local names
  names=$("\${COMP_WORDS[0]}" completion --list services 2>/dev/null) ||
    names=$(npx --no headgate completion --list services 2>/dev/null)
  __headgate_words "$names"
}

_headgate() {
  local __headgate_current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  local route=headgate option="" word i
  COMPREPLY=()
  # bash makes three words of --option=value.
  if [[ $__headgate_current == "=" ]]; then
    __headgate_current=""
  elif [[ $before == "=" ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == -* ]]; then
      option=$word
    elif __headgate_is_route "$route $word"; then
      route="$route $word"
    fi
  done
  if [[ $before == -* ]]; then
    __headgate_value "$route" "$before" && return
  elif [[ -n $option && $__headgate_current != -* ]] && __headgate_is_variadic "$route" "$option"; then
    __headgate_value "$route" "$option"
    return
  fi
  if [[ $__headgate_current == -* ]]; then
    __headgate_options "$route"
  else
    __headgate_arguments "$route"
  fi
}

complete -F _headgate headgate
`;
