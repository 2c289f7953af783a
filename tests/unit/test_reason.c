/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/reason.h"
#include "tests/support/ss_test.h"

static void numbers_are_those_of_22_05(void)
{
    static const struct {
        SsReason    reason;
        int         number;
        const char *text;
    } cases[] = {
        { SS_REASON_NONE, 0, "None" },
        { SS_REASON_PRIORITY, 1, "Priority" },
        { SS_REASON_RESOURCES, 3, "Resources" },
        { SS_REASON_BEGIN_TIME, 9, "BeginTime" },
        { SS_REASON_REQ_NODE_NOT_AVAIL, 15, "ReqNodeNotAvail" },
        { SS_REASON_TIME_LIMIT, 25, "TimeLimit" },
        { SS_REASON_DEPENDENCY_NEVER_SATISFIED, 39, "DependencyNeverSatisfied" },
        { SS_REASON_QOS_GRP_CPU_LIMIT, 40, "QOSGrpCpuLimit" },
        { SS_REASON_ASSOC_GRP_CPU_LIMIT, 57, "AssocGrpCpuLimit" },
        { SS_REASON_JOB_ARRAY_TASK_LIMIT, 72, "JobArrayTaskLimit" },
        { SS_REASON_ASSOC_GRP_GRES_MINUTES, 100, "AssocGrpGRESMinutes" },
        { SS_REASON_QOS_MAX_GRES_PER_USER, 149, "QOSMaxGRESPerUser" },
        { SS_REASON_DEAD_LINE, 167, "DeadLine" },
        { SS_REASON_RESERVATION_DELETED, 198, "ReservationDeleted" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SS_EXPECT_INT(cases[i].reason, cases[i].number);
        SS_EXPECT_TEXT(ss_reason_text(cases[i].reason), cases[i].text);
    }
    SS_EXPECT_INT(SS_REASON_COUNT, 199);
}

static void every_word_reads_back(void)
{
    for (unsigned i = 0; i < SS_REASON_COUNT; i++) {
        SsReason back = SS_REASON_COUNT;

        SS_EXPECT_TRUE(ss_reason_parse(ss_reason_text((SsReason) i), &back));
        SS_EXPECT_TEXT(ss_reason_text(back), ss_reason_text((SsReason) i));
    }
}

static void an_unknown_word_is_refused(void)
{
    SsReason out = SS_REASON_LICENSES;

    SS_EXPECT_FALSE(ss_reason_parse("Lazy", &out));
    SS_EXPECT_INT(out, SS_REASON_LICENSES);
    SS_EXPECT_TEXT(ss_reason_text(SS_REASON_COUNT), "?");
}

static void case_does_not_matter(void)
{
    SsReason out;

    SS_EXPECT_TRUE(ss_reason_parse("jobheldUSER", &out));
    SS_EXPECT_INT(out, SS_REASON_JOB_HELD_USER);
}

static void only_codes_40_to_70_are_limits(void)
{
    SS_EXPECT_FALSE(ss_reason_is_limit(SS_REASON_DEPENDENCY_NEVER_SATISFIED));
    SS_EXPECT_TRUE(ss_reason_is_limit(SS_REASON_QOS_GRP_CPU_LIMIT));
    SS_EXPECT_TRUE(ss_reason_is_limit(SS_REASON_ASSOC_MAX_SUBMIT_JOB_LIMIT));
    SS_EXPECT_FALSE(ss_reason_is_limit(SS_REASON_JOB_HOLD_MAX_REQUEUE));
    SS_EXPECT_FALSE(ss_reason_is_limit(SS_REASON_QOS_MAX_GRES_PER_USER));
}

static const SsTest tests[] = {
    SS_TEST(numbers_are_those_of_22_05),     SS_TEST(every_word_reads_back),
    SS_TEST(an_unknown_word_is_refused),     SS_TEST(case_does_not_matter),
    SS_TEST(only_codes_40_to_70_are_limits),
};
SS_TEST_MAIN("reason", tests)
