/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_cluster.c - add, modify, delete cluster.
 *
 * A simulation is of one cluster, whose name slurm.conf gives, and the store has it from the start:
 * its limits are those of the association of account root. Scripts from real sites begin with `add
 * cluster NAME ...` though, so the first one for our own name is taken as what it is in the real
 * world, the making of that association. A second one is refused in the real tool's words; another
 * cluster is refused in ours.
 */
#include "configs/sacctmgr_parts.h"

#include <string.h>

typedef struct {
    GPtrArray  *names;
    bool        conditions;
    char       *classification;
    SsAssocEdit edit;
} Words;

static void words_clear(Words *words)
{
    g_ptr_array_unref(words->names);
    g_free(words->classification);
    ss_assoc_edit_clear(&words->edit);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static void words_init(Words *words)
{
    *words = (Words){ .names = ss_cmd_names_new() };
    ss_assoc_edit_init(&words->edit);
}

static bool is_keyword(const SsCmdWord *word)
{
    return ss_cmd_word_bare(word, "set", 3) || ss_cmd_word_bare(word, "where", 5);
}

static bool is_name_key(const SsCmdWord *word)
{
    return ss_cmd_word_is(word, "Names", 1) || ss_cmd_word_is(word, "Clusters", 3);
}

/* Federations do not matter to a cluster alone. */
static bool is_without_effect(const SsCmdWord *word)
{
    return ss_cmd_word_is(word, "Federation", 3) || ss_cmd_word_is(word, "FedState", 2)
           || ss_cmd_word_is(word, "Features", 3) || ss_cmd_word_is(word, "Flags", 2);
}

static SsWordResult take_setting(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (ss_cmd_word_is(word, "Classification", 3)) {
        g_autofree char *text = ss_cmd_value(word->value);
        g_free(words->classification);
        words->classification = g_strdup(text);
        return SS_WORD_TAKEN;
    }
    if (is_without_effect(word))
        return SS_WORD_TAKEN;
    return ss_assoc_edit_word(run, &words->edit, word);
}

/* FALSE: the command ends. */
static bool take_setting_or_refuse(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    const SsWordResult result =
        word->value == NULL ? SS_WORD_UNKNOWN : take_setting(run, words, word);

    if (result == SS_WORD_UNKNOWN)
        ss_sacctmgr_refuse(run, " Unknown option: %s\n Use keyword 'where' to modify condition",
                           word->text);
    return result == SS_WORD_TAKEN;
}

static void echo_setting(SsSacctmgrRun *run, const Words *words)
{
    static const char *const classes[] = { "Capability", "Capacity", "Capapacity" };

    if (words->classification == NULL && !words->edit.any)
        return;
    ss_sacctmgr_print(run, " Setting\n");
    for (size_t i = 0; words->classification != NULL && i < G_N_ELEMENTS(classes); i++) {
        if (g_ascii_strcasecmp(words->classification, classes[i]) == 0)
            ss_sacctmgr_print(run, "  Classification = %s\n", classes[i]);
    }
    if (words->edit.any) {
        ss_sacctmgr_print(run, "  Default Limits:\n");
        ss_assoc_edit_echo(run, &words->edit);
    }
}

/* --- add -------------------------------------------------------------------------------------- */

static bool read_addition(SsSacctmgrRun *run, Words *words, char **argv)
{
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            continue;
        if (word.value == NULL || is_name_key(&word))
            ss_cmd_names(words->names, word.value != NULL ? word.value : word.text);
        else if (!take_setting_or_refuse(run, words, &word))
            return false;
    }
    if (words->names->len == 0) {
        ss_sacctmgr_refuse(run, " Need name of cluster to add.");
        return false;
    }
    return true;
}

/* Is there anything to add? Says why not. */
static bool check_names(SsSacctmgrRun *run, const Words *words)
{
    bool ours = false;

    for (guint i = 0; i < words->names->len; i++) {
        const char *name = words->names->pdata[i];

        if (strcmp(name, run->db->cluster) != 0) {
            ss_sacctmgr_refuse(run,
                               " A simulation has one cluster, '%s'; cluster '%s' is not added.",
                               run->db->cluster, name);
        } else if (run->db->cluster_added) {
            ss_sacctmgr_print(run, " This cluster %s already exists.  Not adding.\n", name);
            run->code = 1;
        } else {
            ours = true;
        }
    }
    return ours;
}

void ss_sacctmgr_add_cluster(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)  words = { 0 };
    SsAssocRecord *root = ss_accounts_root(run->db);

    words_init(&words);
    if (!read_addition(run, &words, argv) || !check_names(run, &words))
        return;
    ss_sacctmgr_print(run, " Adding Cluster(s)\n  Name           = %s\n", run->db->cluster);
    echo_setting(run, &words);
    if (root == NULL || !ss_sacctmgr_commit(run))
        return;
    ss_assoc_edit_apply(run, root, &words.edit);
    run->db->cluster_added = true;
}

/* --- modify ----------------------------------------------------------------------------------- */

static bool take_condition(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    words->conditions = true;
    if (word->value == NULL || is_name_key(word)) {
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
        return true;
    }
    if (ss_cmd_word_is(word, "Classification", 3) || is_without_effect(word))
        return true;
    ss_sacctmgr_refuse(run, " Unknown condition: %s\n Use keyword 'set' to modify value",
                       word->text);
    return false;
}

static bool read_modification(SsSacctmgrRun *run, Words *words, char **argv)
{
    bool setting = false;

    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            setting = ss_cmd_word_bare(&word, "set", 3);
        else if (!setting && !take_condition(run, words, &word))
            return false;
        else if (setting && !take_setting_or_refuse(run, words, &word))
            return false;
    }
    return true;
}

static bool is_ours(const SsSacctmgrRun *run, const Words *words)
{
    return words->names->len == 0 || ss_cmd_names_have(words->names, run->db->cluster);
}

void ss_sacctmgr_modify_cluster(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)        words = { 0 };
    g_autoptr(GPtrArray) list = ss_assoc_list_new();
    SsAssocRecord       *root = ss_accounts_root(run->db);

    words_init(&words);
    if (!read_modification(run, &words, argv))
        return;
    if (!words.edit.any && words.classification == NULL) {
        ss_sacctmgr_refuse(run, " You didn't give me anything to set");
        return;
    }
    echo_setting(run, &words);
    if (root == NULL || !is_ours(run, &words)) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        return;
    }
    if (words.classification != NULL)
        ss_sacctmgr_print(run, " Modified cluster...\n  %s\n", run->db->cluster);
    if (!words.edit.any)
        return;
    g_ptr_array_add(list, root);
    if (ss_assoc_edit_plan(run, list, &words.edit, "Modified cluster defaults for associations")
        && ss_sacctmgr_commit(run))
        ss_assoc_edit_carry_out(run, list, &words.edit);
}

/* --- delete ----------------------------------------------------------------------------------- */

void ss_sacctmgr_delete_cluster(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };

    words_init(&words);
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (!is_keyword(&word) && !take_condition(run, &words, &word))
            return;
    }
    if (!words.conditions)
        ss_sacctmgr_refuse(run, " No conditions given to remove, not executing.");
    else if (is_ours(run, &words))
        ss_sacctmgr_refuse(run, " A simulation has one cluster, '%s'; it is not deleted.",
                           run->db->cluster);
    else
        ss_sacctmgr_nothing(run, " Nothing deleted");
}
