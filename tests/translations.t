# Every message of the sources has its Chinese translation, with the same conversions.
. "${top_srcdir:-.}/tests/init.sh"

has xgettext && has msgcmp && has msgfmt || skip_all 'no gettext tools'

options=$(sed -n '/^XGETTEXT_OPTIONS/,/[^\\]$/p' po/Makevars |
    sed 's/^XGETTEXT_OPTIONS *=//; s/\\$//')
# shellcheck disable=SC2086 # a list of words
run xgettext $options -f po/POTFILES.in -o "$work/now.pot"
exits 0 'messages can be read out of the sources'

run msgcmp --use-untranslated po/zh_CN.po "$work/now.pot"
ok 'every message stands in po/zh_CN.po' test "$rc" = 0
run msgcmp po/zh_CN.po "$work/now.pot"
ok 'none is untranslated or fuzzy' test "$rc" = 0
run msgfmt --check-format --check-domain -o "$work/zh.mo" po/zh_CN.po
exits 0 'translations keep the conversions of their messages'
silent 'without a warning'

# A source with messages that is not in POTFILES.in would be left out of all this.
lost=
for source in lib/*.[ch] cmd/*.[ch]; do
    [ "$source" = lib/i18n.h ] && continue
    grep -qE '(^|[^a-zA-Z0-9_])(_|N_|ngettext_)\("' "$source" || continue
    grep -qx "$source" po/POTFILES.in || lost="$lost $source"
done
is "$lost" '' 'po/POTFILES.in names every source with messages'

done_testing
