{#
    Declares an audit check. The signature is the schema: a missing or misspelt argument stops the
    parse, and one message lists all problems.

    The query below the call returns every row in scope with the columns
    record_id, handoff_id (null where no handoff applies) and is_violation. Where the exports do not
    allow a verdict, is_violation is null and the column not_judged_because says why: such a row counts
    neither in scope nor in violations.

    claim        one sentence: the desired state.
    owner        team that applies the remedy: revops, marketing_ops, sales_ops, web, finance.
    severity     high, medium, low.
    harm         what the company suffers: lost_lead, late_lead, lost_revenue, double_charge, compliance,
                 hand_work, trust.
    cause        what has to change: tool, process, ownership, architecture.
    effort       s, m, l: the size of the remedy.
    reversible   whether the remedy can be undone.
    tolerance    share of the scope (0 to 1) that may be in violation.
    items        ids of the checklist items it covers.
    remedy       what to do, in the imperative.
    optional     canonical columns ('table.column') that the verdict does not require.
#}
{% macro check(claim=none, owner=none, severity=none, harm=none, cause=none, effort=none,
               reversible=none, tolerance=0, items=none, remedy=none, optional=[]) %}
    {%- set problems = [] -%}
    {%- for name, value in [('claim', claim), ('remedy', remedy)] -%}
        {%- if value is not string or not (value | trim) -%}
            {%- do problems.append(name ~ ' is missing: write one sentence') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, value, allowed in [
        ('owner', owner, ['revops', 'marketing_ops', 'sales_ops', 'web', 'finance']),
        ('severity', severity, ['high', 'medium', 'low']),
        ('harm', harm, [
            'lost_lead', 'late_lead', 'lost_revenue', 'double_charge', 'compliance', 'hand_work',
            'trust',
        ]),
        ('cause', cause, ['tool', 'process', 'ownership', 'architecture']),
        ('effort', effort, ['s', 'm', 'l']),
    ] -%}
        {%- if value not in allowed -%}
            {%- do problems.append(name ~ ' is ' ~ value ~ '; allowed: ' ~ allowed | join(', ')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if reversible not in [true, false] -%}
        {%- do problems.append('reversible is ' ~ reversible ~ '; allowed: true, false') -%}
    {%- endif -%}
    {%- if tolerance is not number or tolerance < 0 or tolerance > 1 -%}
        {%- do problems.append('tolerance is ' ~ tolerance ~ '; allowed: a share from 0 to 1') -%}
    {%- endif -%}
    {%- if items is not sequence or items is string or not items -%}
        {%- do problems.append('items is missing: name the checklist items it answers') -%}
    {%- endif -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error('check ' ~ model.name ~ ': ' ~ problems | join('; ')) }}
    {%- endif -%}

    {# fail_calc must return a whole number: violations count only above the tolerance. #}
    {{- config(
        severity='warn',
        fail_calc="case when count_if(is_violation) > " ~ tolerance
            ~ " * count(is_violation) then count_if(is_violation) else 0 end",
        meta={
            'check': true, 'claim': claim, 'owner': owner, 'severity': severity,
            'harm': harm, 'cause': cause, 'effort': effort, 'reversible': reversible,
            'tolerance': tolerance, 'items': items, 'remedy': remedy, 'optional': optional,
        },
    ) -}}
{% endmacro %}
