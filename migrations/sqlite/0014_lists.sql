-- The public list of articles is asked by year, action, award and due date: each has its way in, in the order of pages.
CREATE INDEX standings_by_year ON standings (year, article_id);
CREATE INDEX standings_by_action ON standings (action, article_id);
CREATE INDEX standings_by_due ON standings (due_on, article_id);
CREATE INDEX standing_awards_by_fund ON standing_awards (fund, article_id);
CREATE INDEX standing_awards_by_programme ON standing_awards (programme, article_id);
CREATE INDEX standing_awards_by_institution ON standing_awards (institution, article_id);
